// All rows of a data set, or a sample of an unbounded one.

import type { Dataset, Split } from './dataset.ts';

export interface Corpus {
  /** Token ids of each row, from position 0. */
  readonly rows: readonly (readonly number[])[];
  /** Whether the rows are the whole data set, or the whole split, or a random sample. */
  readonly isComplete: boolean;
  /** Absent where rows are of no split in particular. */
  readonly split?: Split;
}

/** Sample size for unbounded data sets. */
const SAMPLE_ROWS = 256;
/** Independent of the run's seed: the sample is the same for all runs. */
const SAMPLE_SEED = 0;

export function toCorpus(dataset: Dataset, T: number): Corpus {
  if (dataset.sentences) return { rows: dataset.sentences, isComplete: true };
  return {
    rows: sampleRows(dataset, T, { split: 'validation', step: 0, B: SAMPLE_ROWS }),
    isComplete: false,
  };
}

/** Rows for what is trained on activations and evaluated on held-out rows. */
export function trainingCorpus(dataset: Dataset, T: number): Corpus {
  const { trainingSentences, curriculumSteps: step = 0 } = dataset;
  const split = 'train';
  if (trainingSentences) return { rows: trainingSentences, isComplete: true, split };
  return { rows: sampleRows(dataset, T, { split, step, B: SAMPLE_ROWS }), isComplete: false, split };
}

/** Rows of the validation split, sentences of a finite data set one after the other. */
export const heldOutRows = (dataset: Dataset, T: number): number[][] =>
  sampleRows(dataset, T, { split: 'validation', step: 0, B: SAMPLE_ROWS / 4 });

function sampleRows(
  dataset: Dataset,
  T: number,
  { split, step, B }: { readonly split: Split; readonly step: number; readonly B: number },
): number[][] {
  const { tokens } = dataset.batch({ split, step, seed: SAMPLE_SEED, B, T });
  return Array.from({ length: B }, (_, r) => Array.from(tokens.subarray(r * T, (r + 1) * T)));
}
