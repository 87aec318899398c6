/** Text of a table under a chart, and of its CSV export. */
export interface TableData {
  caption: string;
  /** Header of the row names, then of each column of cells. */
  columns: readonly string[];
  rows: readonly { name: string; cells: readonly string[] }[];
}
