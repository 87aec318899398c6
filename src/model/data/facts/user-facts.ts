// Facts of the user: rows that add, change or remove facts of a data set.

import { random } from '../../../shared/random.ts';
import { splitWords } from '../../tokenizers/words.ts';
import type { Fact, FactKey, FactRow } from '../dataset.ts';

export const factKey = ({ subject, relation }: FactKey) => `${relation} of ${subject}`;

/** Longer subjects would not fit into a context. */
const MAX_SUBJECT_WORDS = 4;

/** Applies the rows; changed facts keep their position, new facts come last. Throws if a row is invalid. */
export function applyFactRows(facts: readonly Fact[], rows: readonly FactRow[]): Fact[] {
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  const seen = new Set<string>();
  for (const row of rows.map(normalizeRow)) {
    const { subject, relation, answer } = row;
    const key = factKey(row);
    if (seen.has(key)) throw new Error(`There are two rows for the ${key}; keep one.`);
    seen.add(key);
    const words = splitWords(subject).length;
    if (words < 1 || words > MAX_SUBJECT_WORDS)
      throw new Error(`The subject “${subject}” has ${words} words; it can have 1 to ${MAX_SUBJECT_WORDS}.`);
    if (answer !== undefined) byKey.set(key, { subject, relation, answer });
    else if (!byKey.delete(key)) throw new Error(`There is no ${key} to remove.`);
  }
  if (rows.length > 0 && byKey.size === 0) throw new Error('Every fact is removed; keep at least one.');
  return [...byKey.values()];
}

function normalizeRow({ subject, relation, answer }: FactRow): FactRow {
  // Lone surrogates are invalid text; bidirectional control characters would reorder adjacent words.
  const normalizeText = (text: string) =>
    text
      .replace(/\p{Surrogate}/gu, '\uFFFD')
      .replace(/[\p{Bidi_Control}\p{Cc}]/gu, ' ')
      .trim()
      .replace(/\s+/g, ' ');
  return {
    subject: normalizeText(subject),
    relation,
    ...(answer !== undefined && { answer: normalizeText(answer) }),
  };
}

/** Index of the question, of `count`, that is held out for a new fact. */
export function heldOutIndex(name: string, fact: FactKey, count: number, seed: number): number {
  return random(seed, name, 'held out', factKey(fact)).integer(count);
}
