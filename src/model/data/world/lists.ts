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

/** Lists of letters, as in words that are spelled. */
const LETTER_SHARE = 0.15;
/** Lists of any words. */
const ANY_SHARE = 0.1;
const CHUNK_LENGTH = { least: 3, most: 8 };
const MAX_CHUNKS = 4;
/** Lists begin behind another document in this share of rows. */
const LEAD_SHARE = 0.3;

/** Rows of a list, with the loss on the tokens that an earlier occurrence determines. */
export function listRows(tokenizer: Tokenizer, words: number) {
  const ids = (texts: readonly string[]) => texts.map((text) => tokenizer.encode(text).ids[0]);
  const kinds = KINDS.map(ids);
  const letters = Array.from({ length: 26 }, (_, i) => words + 'a'.charCodeAt(0) + i);
  const any = [...new Set(kinds.flat())];

  function poolOf(r: Random): readonly number[] {
    const kind = r.float();
    if (kind < LETTER_SHARE) return letters;
    return kind < LETTER_SHARE + ANY_SHARE ? any : r.choice(kinds);
  }

  return (r: Random, length: number, lead: readonly number[]): Row => {
    const chunks = sampleChunks(r, poolOf(r), Math.floor(length / 2));
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

/** One to four chunks of three to eight tokens, all of them different, so short that they repeat within the row. */
function sampleChunks(r: Random, pool: readonly number[], maxLength: number): number[][] {
  const lengths = Array.from({ length: 1 + r.integer(MAX_CHUNKS) }, () => {
    const { least, most } = CHUNK_LENGTH;
    return least + r.integer(most - least + 1);
  });
  while (lengths.length > 1 && sum(lengths) > Math.min(pool.length, maxLength)) lengths.pop();
  const words = pick(r, pool, sum(lengths));
  return lengths.map((length) => words.splice(0, length));
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
