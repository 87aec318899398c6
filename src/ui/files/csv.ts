// Tables as CSV (RFC 4180). Cells are escaped against formula injection, because tokens come from untrusted text.

import { toPlainNumber } from '../format/numbers.ts';
import type { TableData } from '../types/table.ts';

/** Starts of a formula in spreadsheets, including wide and small forms. Programs may drop what is invisible before them. */
const FORMULA = /^[\s\p{C}\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|^[\t\r\n]/u;

/** Lines end in CRLF, as RFC 4180 requires; numbers are machine-readable. */
export function toCsv({ columns, rows }: Pick<TableData, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows.map(({ name, cells }) => [name, ...cells])];
  return lines.map((cells) => `${cells.map(escapeCell).join(',')}\r\n`).join('');
}

function escapeCell(text: string): string {
  const number = toPlainNumber(text);
  if (number !== undefined) return number;
  // Spreadsheets themselves mark literal text with an apostrophe.
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
