// Rows of facts as text: “Grant Sanderson, sport, chess”.

import type { FactRow } from '../../model/data/dataset.ts';
import { MAX_FACT_ROWS } from '../../model/data/facts/fact-schema.ts';
import { truncate } from '../../shared/truncate.ts';

/** Subject, relation, answer. */
export function parseFactRow(text: string): FactRow {
  const [subject, relation, answer, ...more] = text.split(',').map((part) => part.trim());
  if (!subject || !relation || more.length > 0)
    throw new Error(`“${truncate(text.trim(), 80)}” is not a row of the form “subject, relation, answer”.`);
  return answer ? { subject, relation, answer } : { subject, relation };
}

/** Rows that semicolons or line ends separate. */
export function parseFactRows(text: string): FactRow[] {
  const rows = text.split(/[;\n]/).filter((row) => row.trim() !== '');
  if (rows.length > MAX_FACT_ROWS)
    throw new Error(
      `they are ${rows.length.toLocaleString('en')} rows of facts; ${MAX_FACT_ROWS.toLocaleString('en')} can be added.`,
    );
  return rows.map(parseFactRow);
}
