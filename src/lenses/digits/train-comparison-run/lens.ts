// Some training steps of a comparison run, and its scores after them.

import * as v from 'valibot';
import { anyNumber, strictObject } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

export type { ComparisonRunProgress } from '../comparison-runs.ts';

export const trainComparisonRunLens = defineDigitLens({
  name: 'train-comparison-run',
  aliases: ['trainComparisonRun'],
  request: strictObject({ comparisonRun: anyNumber, steps: anyNumber, slice: v.optional(anyNumber) }),
  images: ({ comparisonRun }, { comparisonRuns }) => ({
    split: 'train',
    count: comparisonRuns.imageCountOf(comparisonRun),
  }),
  compute: ({ comparisonRuns }, { comparisonRun, steps, slice }) =>
    comparisonRuns.train(comparisonRun, steps, slice),
});
