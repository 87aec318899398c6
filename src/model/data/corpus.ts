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
  return { rows: validationRows(dataset, T, { step: 0, B: SAMPLE_ROWS }), isComplete: false };
}

/** Rows that are not in the corpus: other text, or for a complete corpus its held-out sentences, one after the other. */
export const rowsBesideCorpus = (dataset: Dataset, T: number): number[][] =>
  validationRows(dataset, T, { step: 1, B: SAMPLE_ROWS / 4 });

function validationRows(dataset: Dataset, T: number, { step, B }: { step: number; B: number }): number[][] {
  const { tokens } = dataset.batch({ split: 'validation', step, seed: SAMPLE_SEED, B, T });
  return Array.from({ length: B }, (_, r) => Array.from(tokens.subarray(r * T, (r + 1) * T)));
}
