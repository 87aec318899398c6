// How a text is split into tokens.

import { bytePairTokenizer } from '../../model/tokenizers/byte-pair.ts';
import {
  type PairCount,
  type TrainedBytePairs,
  trainBytePairsInSlices,
} from '../../model/tokenizers/byte-pair-training.ts';
import { splitCharacters } from '../../model/tokenizers/characters.ts';
import { splitWords } from '../../model/tokenizers/words.ts';
import type { Run } from '../../model/training/run.ts';
import { TEXT_BUDGET, withinBudget } from '../../shared/budget.ts';
import type { Job } from '../../shared/job.ts';
import { DATA_LIMITS } from '../../shared/settings/data-settings.ts';
import { defineLens } from '../shared/define-lens.ts';
import * as v from '../shared/schemas.ts';

export interface BytePairCount {
  first: string;
  second: string;
  /** Occurrences side by side in the data. */
  count: number;
}

export interface BytePairsResult {
  /** Bytes of the data, and different bytes. */
  bytes: number;
  alphabet: number;
  /** Merges learned, and applied. */
  merges: number;
  applied: number;
  /** Tokens made by the applied merges, in their order. */
  learnt: string[];
  /** Tokens of the data after the applied merges. */
  length: number;
  /** The next merge and its runners-up, most frequent first; empty after the last merge. */
  candidates: BytePairCount[];
  /** Tokens of the text, and its characters with bytes that the data does not have. */
  pieces: string[];
  unknown: string[];
}

/** Characters of the training data that are read, if the data set is not one text. */
const MAX_CHARACTERS = 100_000;

/** The last vocabulary of each run: a replay requests the same one repeatedly. */
const cache = new WeakMap<Run, { size: number; pairs: TrainedBytePairs }>();

/**
 * Byte-pair encoding learned from the run's training data, with a chosen number of its merges applied to a text.
 */
export const bytePairsLens = defineLens({
  name: 'byte-pairs',
  aliases: ['bytePairs'],
  // `size`: tokens of the whole vocabulary. `merges`: applied to the text.
  request: v.strictObject({
    text: v.TEXT,
    size: v.integerBetween(1, DATA_LIMITS.vocabularySize.max),
    merges: v.integerBetween(0, 1e6),
  }),
  async *compute(run, { text, size, merges: requested }): Job<BytePairsResult> {
    const { alphabet, bytes, steps, merges } = yield* learnedPairs(run, size);
    const applied = Math.min(Math.max(requested, 0), merges.length);
    const tokenizer = bytePairTokenizer({ alphabet, merges: merges.slice(0, applied) });
    const { vocabulary } = bytePairTokenizer({ alphabet, merges });
    const toPairCount = ({ pair: [first, second], count }: PairCount): BytePairCount => ({
      first: vocabulary[first],
      second: vocabulary[second],
      count,
    });
    const next = steps[applied];
    const { pieces, unknown } = tokenizer.encode(text);
    return {
      bytes,
      alphabet: alphabet.length,
      merges: merges.length,
      applied,
      learnt: vocabulary.slice(alphabet.length, alphabet.length + applied),
      length: steps[applied - 1]?.length ?? bytes,
      candidates: next ? [next, ...next.runnersUp].map(toPairCount) : [],
      pieces,
      unknown,
    };
  },
});

async function* learnedPairs(run: Run, size: number): Job<TrainedBytePairs> {
  const cached = cache.get(run);
  if (cached?.size === size) return cached.pairs;
  const training = trainBytePairsInSlices(trainingText(run), size);
  const { tokens: _, ...pairs } = yield* withinBudget(training, TEXT_BUDGET);
  cache.set(run, { size, pairs });
  return pairs;
}

/** The data set's text, or decoded rows of its training batches: of those that training ends with, not of a curriculum. */
function trainingText({ plan: { dataset, training, config } }: Run): string {
  if (dataset.text !== undefined) return dataset.text;
  const { curriculumSteps = 0 } = dataset;
  const { seed, B } = training;
  let text = '';
  for (let step = curriculumSteps; text.length < MAX_CHARACTERS; step++) {
    const { tokens } = dataset.batch({ split: 'train', step, seed, B, T: config.T });
    text += `${dataset.tokenizer.decode(tokens)}\n`;
  }
  return text;
}

/** A text split into words and into characters, whatever the model's own tokenizer is. */
export const tokenizationsLens = defineLens({
  name: 'tokenizations',
  aliases: ['cuts'],
  request: v.TEXT_REQUEST,
  async compute(_, { text }): Promise<{ words: string[]; characters: string[] }> {
    return { words: splitWords(text), characters: splitCharacters(text) };
  },
});
