// All rows of a data set, or a sample of an unbounded one.

import type { Dataset } from './dataset.ts';

export interface Corpus {
  /** Token ids of each row, from position 0. */
  readonly rows: readonly (readonly number[])[];
  /** Whether the rows are the whole data set or a random sample. */
  readonly isComplete: boolean;
}

/** Sample size for unbounded data sets. */
const SAMPLE_ROWS = 256;
/** Independent of the run's seed: the sample is the same for all runs. */
const SAMPLE_SEED = 0;

export function toCorpus(dataset: Dataset, T: number): Corpus {
  if (dataset.sentences) return { rows: dataset.sentences, isComplete: true };
  const { tokens } = dataset.batch({ split: 'validation', step: 0, seed: SAMPLE_SEED, B: SAMPLE_ROWS, T });
  const rows = Array.from({ length: SAMPLE_ROWS }, (_, r) => Array.from(tokens.subarray(r * T, (r + 1) * T)));
  return { rows, isComplete: false };
}
