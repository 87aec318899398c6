// Lists that repeat themselves, which teach copying: chunks of random words of one kind, in a new order each time.

import type { Random } from '../../../shared/random.ts';
import type { Tokenizer } from '../../tokenizers/tokenizer.ts';
import type { Row } from '../create-batch.ts';
import { ATHLETES } from '../facts/athletes.ts';
import { CAPITALS } from '../facts/capitals.ts';
import * as lexicon from './lexicon.ts';
import { pick } from './stories/scene.ts';

const columns = (rows: readonly Readonly<Record<string, string>>[], ...names: string[]) =>
  rows.flatMap((row) => names.map((name) => row[name]));

export const FIRST_NAMES = [...new Set(ATHLETES.map(({ subject }) => subject.split(' ')[0]))];

/** Words of one kind. */
const KINDS: readonly (readonly string[])[] = [
  FIRST_NAMES,
  [...lexicon.GIRLS, ...lexicon.BOYS],
  ATHLETES.map(({ subject }) => subject.split(' ')[1]),
  CAPITALS.map(({ subject }) => subject),
  CAPITALS.map(({ answer }) => answer),
  columns(lexicon.LANDS, 'dish', 'adjective'),
  columns(lexicon.ANIMALS, 'one', 'many', 'place', 'young'),
  columns(lexicon.THINGS, 'one', 'many', 'place'),
  columns(lexicon.PEOPLE, 'male', 'female', 'object'),
  columns(lexicon.DEGREES, 'positive', 'comparative', 'superlative'),
  columns(lexicon.OPPOSITES, 'more', 'less', 'thing'),
  [...lexicon.OBJECTS, ...lexicon.PLACES],
  [...lexicon.ADJECTIVES, ...columns(lexicon.MOODS, 'adjective')],
  [...lexicon.NUMBERS, ...lexicon.DAYS, ...lexicon.MONTHS],
].map((words) => [...new Set(words)]);

/** Lists of any words. */
const ANY_SHARE = 0.1;
const CHUNK_LENGTH = { least: 3, most: 8 };
/** Two at least: a single chunk could be continued by position alone. */
const CHUNKS = { least: 2, most: 4 };
/** Lists begin behind another document in this share of rows. */
const LEAD_SHARE = 0.3;

/** Shares of lists among the rows, and of letters among the lists. */
interface ListShares {
  readonly lists: number;
  readonly letters: number;
}

/**
 * Copying is learnt first, on lists of letters, and then carries over to words within a hundred steps. Among a thousand words at
 * once the head that attends to the previous token does not form: without this curriculum nothing is copied after four million
 * tokens.
 */
const CURRICULUM: readonly (readonly [step: number, shares: ListShares])[] = [
  [0, { lists: 1, letters: 1 }],
  [200, { lists: 1, letters: 1 }],
  [300, { lists: 1, letters: 0.3 }],
  [450, { lists: 0.5, letters: 0.15 }],
  [700, { lists: 0.12, letters: 0.15 }],
];

export const [CURRICULUM_STEPS] = CURRICULUM[CURRICULUM.length - 1];

/** Shares at a step, linear between the steps of the curriculum. */
export function listShares(step: number): ListShares {
  const next = CURRICULUM.findIndex(([start]) => start > step);
  if (next < 0) return CURRICULUM[CURRICULUM.length - 1][1];
  const [from, before] = CURRICULUM[next - 1];
  const [to, after] = CURRICULUM[next];
  const mix = (a: number, b: number) => a + ((b - a) * (step - from)) / (to - from);
  return { lists: mix(before.lists, after.lists), letters: mix(before.letters, after.letters) };
}

/** Rows of a list, with the loss on the tokens that an earlier occurrence determines. */
export function listRows(tokenizer: Tokenizer, words: number) {
  const ids = (texts: readonly string[]) => texts.map((text) => tokenizer.encode(text).ids[0]);
  const kinds = KINDS.map(ids);
  const letters = Array.from({ length: 26 }, (_, i) => words + 'a'.charCodeAt(0) + i);
  const any = [...new Set(kinds.flat())];

  function poolOf(r: Random, letterShare: number): readonly number[] {
    const kind = r.float();
    if (kind < letterShare) return letters;
    return kind < letterShare + ANY_SHARE ? any : r.choice(kinds);
  }

  /** `lead`: a document before the list, in some of the rows. */
  return (r: Random, length: number, letterShare: number, lead: readonly number[]): Row => {
    const chunks = sampleChunks(r, poolOf(r, letterShare), Math.floor(length / 2));
    const tokens = r.float() < LEAD_SHARE ? lead.slice(0, Math.floor(length / 3)) : [];
    const isDetermined = tokens.map(() => true);
    for (let round = 0; tokens.length <= length; round++) {
      for (const chunk of r.shuffle([...chunks])) {
        tokens.push(...chunk);
        isDetermined.push(...chunk.map((_, i) => round > 0 && i > 0));
      }
    }
    return { tokens, lossMask: isDetermined.slice(1) };
  };
}

/** Two to four chunks of three to eight tokens, all of them different, so short that they repeat within the row. */
function sampleChunks(r: Random, pool: readonly number[], maxLength: number): number[][] {
  const between = ({ least, most }: { least: number; most: number }) => least + r.integer(most - least + 1);
  const lengths = Array.from({ length: between(CHUNKS) }, () => between(CHUNK_LENGTH));
  while (lengths.length > 1 && sum(lengths) > Math.min(pool.length, maxLength)) lengths.pop();
  const words = pick(r, pool, sum(lengths));
  return lengths.map((length) => words.splice(0, length));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
