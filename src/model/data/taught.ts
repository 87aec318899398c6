// Teaching your own: rows of subject, relation and answer that are added to a data set of facts, changed, or taken out.

import { random } from '../random.ts';
import { cutWords } from '../tokenizers/words.ts';
import type { Fact, FactKey, FactRow } from './dataset.ts';

export const factKey = ({ subject, relation }: FactKey) => `${relation} of ${subject}`;

/** A subject longer than this leaves no room for a sentence about it. */
const MOST_WORDS = 4;

/** The facts with the rows in them: what is changed keeps its place, what is new comes last. Throws a sentence. */
export function withRows(facts: readonly Fact[], rows: readonly FactRow[]): Fact[] {
  const byKey = new Map(facts.map((fact) => [factKey(fact), fact]));
  const seen = new Set<string>();
  for (const row of rows.map(tidied)) {
    const { subject, relation, answer } = row;
    const key = factKey(row);
    if (seen.has(key)) throw new Error(`There are two rows for the ${key}; keep one.`);
    seen.add(key);
    const words = cutWords(subject).length;
    if (words < 1 || words > MOST_WORDS)
      throw new Error(`The subject “${subject}” has ${words} words; it can have 1 to ${MOST_WORDS}.`);
    if (answer !== undefined) byKey.set(key, { subject, relation, answer });
    else if (!byKey.delete(key)) throw new Error(`There is no ${key} to take out.`);
  }
  if (rows.length > 0 && byKey.size === 0) throw new Error('Every fact is taken out; keep at least one.');
  return [...byKey.values()];
}

function tidied({ subject, relation, answer }: FactRow): FactRow {
  // Half a surrogate pair is no text, and signs that turn the writing would turn the words beside it.
  const tidy = (text: string) =>
    text
      .replace(/\p{Surrogate}/gu, '\uFFFD')
      .replace(/[\p{Bidi_Control}\p{Cc}]/gu, ' ')
      .trim()
      .replace(/\s+/g, ' ');
  return { subject: tidy(subject), relation, ...(answer !== undefined && { answer: tidy(answer) }) };
}

/** Which of its `count` questions about a new fact is kept out of training. */
export function heldOutOf(name: string, fact: FactKey, count: number, seed: number): number {
  return random(seed, name, 'held out', factKey(fact)).integer(count);
}
