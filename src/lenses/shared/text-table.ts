// Tables of text for the command line.

import { printable } from '../../shared/printable.ts';

/** A dash for NaN; no minus before zero. */
export function formatPercent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1).replace(/^-0\.0$/, '0.0')} %`;
}

/** With a plus or minus sign. */
export const formatSigned = (value: number, decimals = 2): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`;

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
