// Random chunks of syllables that come back: the data set on which an induction head forms, and a trap beside it.

import type { Random } from '../../shared/random.ts';
import { random } from '../../shared/random.ts';
import { wordTokenizer } from '../tokenizers/words.ts';
import type { Row } from './create-batch.ts';
import { createBatch } from './create-batch.ts';
import type { AttentionProbe, Dataset, Measure, RecallProbe } from './dataset.ts';
import { uniformAttention } from './uniform-attention.ts';

export interface RepeatsOptions {
  /** How many different syllables, 33 by default. */
  vocabulary?: number;
  /**
   * The trap: every row repeats one random run of this length. What comes next is then told by the position alone, and
   * no induction head is needed; at other lengths nothing has been learnt.
   */
  fixedLength?: number;
}

const SYLLABLES = [...'bdfghjklmnprstvwz'].flatMap((consonant) =>
  [...'aeiou'].map((vowel) => consonant + vowel),
);
const DEFAULT_VOCABULARY = 33;

const CHUNKS = { least: 2, most: 4 };
const CHUNK_LENGTH = { least: 3, most: 8 };
/** All chunks of a row must be able to differ in every token. */
const MIN_VOCABULARY = CHUNKS.most * CHUNK_LENGTH.most;
/** Shorter rows are over before most chunks come back. */
const MIN_T = 16;

/** Length of the run in the probes: longer than any chunk, so never trained as such. */
const PROBE_RUN = 15;
/** Tokens before the run, so that it does not start where rows start. */
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
        ? 'Rows of random syllables in which whole chunks come back in ever new order. The only way to know what follows ' +
          'is to find the same syllable earlier and look at what came after it: an induction head.'
        : `Rows in which one random run of ${fixedLength} syllables is repeated. The loss falls, yet the network only ` +
          'learns to copy from a fixed distance: at any other length it knows nothing.',
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
        throw new Error(`repeats: T is ${T}; rows need at least ${least} tokens for something to come back`);
      const rng = random(seed, 'repeats', split, step);
      return createBatch('repeats', B, T, () => sampleRow(rng, vocabulary, T));
    },
  };
}

type RowSampler = (chance: Random, vocabulary: number, T: number) => Row;

/**
 * All chunks in random order, then all of them in another order, until the row is full. Drawn at random one by one instead,
 * chunks also return at once or stay away for long, and heads settle for a blurred look at the neighbourhood.
 * Draws again until at least one target is determined.
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
      // What follows a chunk's last token is chance.
      lossMask.push(...order.flatMap((chunk) => chunk.map((_, place) => place < chunk.length - 1)));
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

/** Two to four chunks of three to eight tokens, all tokens different. */
function sampleChunks(rng: Random, vocabulary: number): number[][] {
  const unused = distinctTokens(rng, vocabulary, vocabulary);
  const integerIn = ({ least, most }: { least: number; most: number }) =>
    least + rng.integer(most - least + 1);
  return Array.from({ length: integerIn(CHUNKS) }, () => unused.splice(0, integerIn(CHUNK_LENGTH)));
}

/** One run of distinct tokens, over and over; the first time round nothing is determined. */
function fixedPeriodRow(length: number): RowSampler {
  return (rng, vocabulary, T) => {
    const run = distinctTokens(rng, vocabulary, length);
    return {
      tokens: Array.from({ length: T + 1 }, (_, place) => run[place % length]),
      lossMask: Array.from({ length: T }, (_, place) => place >= length),
    };
  };
}

function distinctTokens(rng: Random, vocabulary: number, count: number): number[] {
  return rng.shuffle(Array.from({ length: vocabulary }, (_, token) => token)).slice(0, count);
}

/** `lead` other tokens, a run of distinct tokens, and the run again. */
interface ProbeRun {
  tokens: number[];
  /** Where the run comes back. */
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
      'How strongly the best head looks, from a syllable that has been before, at what came after it then, in runs of ' +
      `${PROBE_RUN} that were never trained on.`,
    probes,
    chance: uniformAttention(probes),
  };
}

/** Every second token of the run's return is asked for; the first cannot be known. */
function copyingMeasure(runs: ProbeRun[], name: string): Measure {
  const probes = runs.flatMap(({ tokens, repeatStart, runLength }): RecallProbe[] =>
    Array.from({ length: Math.floor(runLength / 2) }, (_, i) => repeatStart + 1 + 2 * i)
      .filter((place) => place < tokens.length)
      .map((place) => ({
        subject: `syllable ${place - repeatStart + 1} of the run`,
        relation: 'copy',
        wording: 0,
        tokens: tokens.slice(0, place),
        answer: tokens[place],
        split: 'validation',
      })),
  );
  return {
    kind: 'recall',
    name,
    description:
      'How often the network goes on with the run as it was the first time. This can be had without an induction head.',
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
      `repeats: fixedLength is ${length}; it can be 2 to ${vocabulary}, since the syllables of a run all differ`,
    );
  }
}
