// Teaching your own: rows of subject, relation and answer that are added to a data set of facts, changed, or taken out.

import { random } from '../../../shared/random.ts';
import { splitWords } from '../../tokenizers/words.ts';
import type { Fact, FactKey, FactRow } from '../dataset.ts';

export const factKey = ({ subject, relation }: FactKey) => `${relation} of ${subject}`;

/** A subject longer than this leaves no room for a sentence about it. */
const MAX_SUBJECT_WORDS = 4;

/** The facts with the rows in them: what is changed keeps its place, what is new comes last. Throws a sentence. */
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
    else if (!byKey.delete(key)) throw new Error(`There is no ${key} to take out.`);
  }
  if (rows.length > 0 && byKey.size === 0) throw new Error('Every fact is taken out; keep at least one.');
  return [...byKey.values()];
}

function normalizeRow({ subject, relation, answer }: FactRow): FactRow {
  // Half a surrogate pair is no text, and signs that turn the writing would turn the words beside it.
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

/** Which of its `count` questions about a new fact is kept out of training. */
export function heldOutIndex(name: string, fact: FactKey, count: number, seed: number): number {
  return random(seed, name, 'held out', factKey(fact)).integer(count);
}
