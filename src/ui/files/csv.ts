// A table as CSV (RFC 4180), safe to open in a spreadsheet: tokens come from anybody's text, and a spreadsheet runs formulas.

import { toPlainNumber } from '../format/numbers.ts';
import type { TableData } from '../types/table.ts';

/** What a spreadsheet takes for the beginning of a formula, wide forms and hidden beginnings too. */
const FORMULA = /^[\s\u200b-\u200f\ufeff]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** Lines end as RFC 4180 has it; numbers are written as programs read them. */
export function toCsv({ columns, rows }: Pick<TableData, 'columns' | 'rows'>): string {
  const lines = [columns, ...rows.map(({ name, cells }) => [name, ...cells])];
  return lines.map((cells) => `${cells.map(escapeCell).join(',')}\r\n`).join('');
}

function escapeCell(text: string): string {
  const number = toPlainNumber(text);
  if (number !== undefined) return number;
  // The apostrophe is what spreadsheets themselves write before a text that is not to be computed.
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
