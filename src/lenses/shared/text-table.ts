// Tables of text for the command line.

import { printable } from '../../shared/printable.ts';

/** A dash for NaN; no minus before zero. */
export function formatPercent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1).replace(/^-0\.0$/, '0.0')} %`;
}

export const formatRange = (interval: readonly number[]): string => interval.map(formatPercent).join(' to ');

/** With a plus or minus sign. */
export const formatSigned = (value: number, decimals = 2): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`;

/** A heading, and what stands below it for each row. */
export type Column<TRow> = readonly [heading: string, cell: (row: TRow, index: number) => string];

export const signed = <TRow>(
  heading: string,
  value: (row: TRow) => number,
  decimals?: number,
): Column<TRow> => [heading, (row) => formatSigned(value(row), decimals)];

/** Shares of 1. */
export const percents = <TRow>(heading: string, share: (row: TRow) => number): Column<TRow> => [
  heading,
  (row) => formatPercent(share(row)),
];

export const fixed = <TRow>(
  heading: string,
  value: (row: TRow) => number,
  decimals: number,
): Column<TRow> => [heading, (row) => value(row).toFixed(decimals)];

/** A line of cells for each row below the headings, and further lines below them. */
export const columnTable = <TRow>(
  rows: readonly TRow[],
  columns: readonly Column<TRow>[],
  below: readonly (readonly string[])[] = [],
): string[] =>
  formatTable([
    columns.map(([heading]) => heading),
    ...rows.map((row, index) => columns.map(([, cell]) => cell(row, index))),
    ...below,
  ]);

/** Columns as wide as their widest cell; the first is aligned left, the others right. Cells are printable, as tokens need not be. */
export function formatTable(texts: readonly (readonly string[])[]): string[] {
  const rows = texts.map((row) => row.map(printable));
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])))
      .join('  ')
      .trimEnd(),
  );
}
