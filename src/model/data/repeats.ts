// Repeated random chunks of syllables, on which induction heads form, and a variant on which they do not.

import type { Random } from '../../shared/random.ts';
import { random } from '../../shared/random.ts';
import type { SettingLimit } from '../../shared/setting-limit.ts';
import { wordTokenizer } from '../tokenizers/words.ts';
import { uniformAttention } from './attention-links.ts';
import type { Row } from './create-batch.ts';
import { createBatch } from './create-batch.ts';
import type { AttentionProbe, Dataset, Measure, RecallProbe } from './dataset.ts';

export interface RepeatsOptions {
  /** Number of different syllables, 33 by default. */
  vocabulary?: number;
  /**
   * Every row repeats one random run of this length. The next token then depends on the position alone, so no induction head
   * forms, and the network does not generalize to other lengths.
   */
  fixedLength?: number;
}

const SYLLABLES = [...'bdfghjklmnprstvwz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
);
export const DEFAULT_VOCABULARY = 33;

const CHUNKS = { least: 2, most: 4 };
const CHUNK_LENGTH = { least: 3, most: 8 };
/** All chunks of a row differ in every token. */
const MIN_VOCABULARY = CHUNKS.most * CHUNK_LENGTH.most;
export const REPEATS_LIMITS = {
  syllables: { min: MIN_VOCABULARY, max: SYLLABLES.length, isInteger: true },
  fixedLength: { min: 2, max: SYLLABLES.length, isInteger: true },
} as const satisfies Record<string, SettingLimit>;

/** In shorter rows most chunks do not repeat. */
const MIN_T = 16;

/** Length of the run in the probes: longer than any chunk of the training data. */
const PROBE_RUN = 15;
/** Tokens before the run, so that it does not begin at position 0. */
const PROBE_LEAD = 2;
const PROBE_ROWS = 32;

export function repeats({ vocabulary = DEFAULT_VOCABULARY, fixedLength }: RepeatsOptions = {}): Dataset {
  checkVocabulary(vocabulary);
  if (fixedLength !== undefined) checkFixedLength(fixedLength, vocabulary);
  const tokenizer = wordTokenizer(SYLLABLES.slice(0, vocabulary));
  const sampleRow = fixedLength === undefined ? sampleChunkRow : fixedPeriodRow(fixedLength);
  const heldOutRuns = probeRuns(vocabulary, PROBE_RUN, PROBE_LEAD);
  const measures = [inductionMeasure(heldOutRuns), copyingMeasure(heldOutRuns, 'copying')];
  if (fixedLength !== undefined) {
    measures.push(
      copyingMeasure(probeRuns(vocabulary, fixedLength, 0), `copying at the trained length, ${fixedLength}`),
    );
  }
  return {
    name: 'repeats',
    description:
      fixedLength === undefined
        ? 'Rows of random syllables in which whole chunks repeat in a new order each time. The only way to predict the next ' +
          'syllable is to find the previous occurrence of the current one and copy what followed: an induction head.'
        : `Rows in which one random run of ${fixedLength} syllables is repeated. The loss falls, but the network only ` +
          'learns to copy from a fixed distance and does not generalize to other lengths.',
    tokenizer,
    statistics: [
      { label: 'vocabulary', value: vocabulary },
      ...(fixedLength === undefined
        ? [
            { label: 'chunks a row', value: `${CHUNKS.least} to ${CHUNKS.most}` },
            { label: 'syllables a chunk', value: `${CHUNK_LENGTH.least} to ${CHUNK_LENGTH.most}` },
          ]
        : [{ label: 'syllables a run', value: fixedLength }]),
    ],
    prompts: heldOutRuns
      .slice(0, 3)
      .map(({ tokens }) => tokenizer.decode(tokens.slice(0, PROBE_LEAD + PROBE_RUN + 2))),
    measures,
    batch({ split, step, seed, B, T }) {
      const least = fixedLength === undefined ? MIN_T : fixedLength + 1;
      if (T < least)
        throw new Error(`repeats: T is ${T}; rows need at least ${least} tokens to contain a repetition`);
      const rng = random(seed, 'repeats', split, step);
      return createBatch('repeats', B, T, () => sampleRow(rng, vocabulary, T));
    },
  };
}

type RowSampler = (rng: Random, vocabulary: number, T: number) => Row;

/**
 * All chunks in random order, then all of them in another order, until the row is full. With independent draws instead, the
 * distance between repetitions would vary too much for an induction head to form. Resamples until at least one target is
 * determined.
 */
const sampleChunkRow: RowSampler = (rng, vocabulary, T) => {
  for (;;) {
    const chunks = sampleChunks(rng, vocabulary);
    const tokens = chunks.flat();
    const lossMask = tokens.map(() => false);
    let order = chunks;
    while (tokens.length <= T) {
      order = reorder(rng, order);
      tokens.push(...order.flat());
      // The token after the end of a chunk is random.
      lossMask.push(...order.flatMap((chunk) => chunk.map((_, i) => i < chunk.length - 1)));
    }
    if (lossMask.slice(0, T).includes(true)) return { tokens, lossMask };
  }
};

function reorder<Item>(rng: Random, items: readonly Item[]): Item[] {
  for (;;) {
    const order = rng.shuffle([...items]);
    if (order.some((item, i) => item !== items[i])) return order;
  }
}

/** Two to four chunks of three to eight tokens, all of them distinct. */
function sampleChunks(rng: Random, vocabulary: number): number[][] {
  const unused = distinctTokens(rng, vocabulary, vocabulary);
  const integerIn = ({ least, most }: { least: number; most: number }) =>
    least + rng.integer(most - least + 1);
  return Array.from({ length: integerIn(CHUNKS) }, () => unused.splice(0, integerIn(CHUNK_LENGTH)));
}

/** One repeated run of distinct tokens; targets in its first occurrence are not determined. */
function fixedPeriodRow(length: number): RowSampler {
  return (rng, vocabulary, T) => {
    const run = distinctTokens(rng, vocabulary, length);
    return {
      tokens: Array.from({ length: T + 1 }, (_, t) => run[t % length]),
      lossMask: Array.from({ length: T }, (_, t) => t >= length),
    };
  };
}

function distinctTokens(rng: Random, vocabulary: number, count: number): number[] {
  return rng.shuffle(Array.from({ length: vocabulary }, (_, token) => token)).slice(0, count);
}

/** `lead` other tokens, a run of distinct tokens, and the run once more. */
interface ProbeRun {
  tokens: number[];
  /** Position of the second occurrence. */
  repeatStart: number;
  runLength: number;
}

function probeRuns(vocabulary: number, run: number, lead: number): ProbeRun[] {
  return Array.from({ length: PROBE_ROWS }, (_, row) => {
    const tokens = distinctTokens(random(0, 'repeats', 'probe', run, row), vocabulary, lead + run);
    return { tokens: [...tokens, ...tokens.slice(lead)], repeatStart: lead + run, runLength: run };
  });
}

function inductionMeasure(runs: ProbeRun[]): Measure {
  const probes: AttentionProbe[] = runs.map(({ tokens, repeatStart, runLength }) => ({
    tokens,
    pairs: Array.from({ length: runLength }, (_, i) => ({
      query: repeatStart + i,
      key: repeatStart + i - runLength + 1,
    })),
  }));
  return {
    kind: 'attention',
    name: 'induction',
    description:
      'Mean attention of the best head from a repeated syllable to the one after its previous occurrence, in held-out runs of ' +
      `${PROBE_RUN}.`,
    probes,
    chance: uniformAttention(probes),
  };
}

/** Probes every second token of the repetition, except the first token, which is not determined. */
function copyingMeasure(runs: ProbeRun[], name: string): Measure {
  const probes = runs.flatMap(({ tokens, repeatStart, runLength }): RecallProbe[] =>
    Array.from({ length: Math.floor(runLength / 2) }, (_, i) => repeatStart + 1 + 2 * i)
      .filter((t) => t < tokens.length)
      .map((t) => ({
        subject: `syllable ${t - repeatStart + 1} of the run`,
        relation: 'copy',
        wording: 0,
        tokens: tokens.slice(0, t),
        answer: tokens[t],
        split: 'validation',
      })),
  );
  return {
    kind: 'recall',
    name,
    description:
      'How often the network continues the run as in its first occurrence. This does not require an induction head.',
    probes,
  };
}

function checkVocabulary(vocabulary: number): void {
  if (!Number.isInteger(vocabulary) || vocabulary < MIN_VOCABULARY || vocabulary > SYLLABLES.length) {
    throw new Error(
      `repeats: vocabulary is ${vocabulary}; it can be ${MIN_VOCABULARY} to ${SYLLABLES.length} syllables`,
    );
  }
}

function checkFixedLength(length: number, vocabulary: number): void {
  if (!Number.isInteger(length) || length < 2 || length > vocabulary) {
    throw new Error(
      `repeats: fixedLength is ${length}; it can be 2 to ${vocabulary}, since the syllables of a run are distinct`,
    );
  }
}
