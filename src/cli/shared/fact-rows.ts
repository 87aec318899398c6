// Rows of facts as text: “Grant Sanderson, sport, chess”.

import type { FactRow } from '../../model/data/dataset.ts';

/** Subject, relation, answer. */
export function parseFactRow(text: string): FactRow {
  const [subject, relation, answer, ...more] = text.split(',').map((part) => part.trim());
  if (!subject || !relation || more.length > 0)
    throw new Error(`“${text.trim()}” is not a row of the form “subject, relation, answer”.`);
  return answer ? { subject, relation, answer } : { subject, relation };
}

/** Rows that semicolons or line ends separate. */
export const parseFactRows = (text: string): FactRow[] =>
  text
    .split(/[;\n]/)
    .filter((row) => row.trim() !== '')
    .map(parseFactRow);
