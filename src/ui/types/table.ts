/** Text of a table under a chart, and of its CSV export. */
export interface TableData {
  /** What the table shows, a sentence. */
  caption: string;
  /** Above the names of the rows, then above each cell of a row. */
  columns: readonly string[];
  rows: readonly { name: string; cells: readonly string[] }[];
}
