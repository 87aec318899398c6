// The whole of a data set as rows to walk through, or a sample where it never ends.

import type { Dataset } from './dataset.ts';

export interface Corpus {
  /** Token ids, each row at the start of a context. */
  readonly rows: readonly (readonly number[])[];
  /** Whether this is all there is; if not, rows were drawn as training draws them. */
  readonly isComplete: boolean;
}

/** Rows drawn from a data set without an end. */
const SAMPLE_ROWS = 256;
/** Not a training run's seed: the sample is the same for all runs. */
const SAMPLE_SEED = 0;

export function toCorpus(dataset: Dataset, T: number): Corpus {
  if (dataset.sentences) return { rows: dataset.sentences, isComplete: true };
  const { tokens } = dataset.batch({ split: 'validation', step: 0, seed: SAMPLE_SEED, B: SAMPLE_ROWS, T });
  const rows = Array.from({ length: SAMPLE_ROWS }, (_, r) => Array.from(tokens.subarray(r * T, (r + 1) * T)));
  return { rows, isComplete: false };
}
