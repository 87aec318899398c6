// Some training steps of a comparison run, without scores: for a picture that follows each of them.

import { anyNumber, strictObject } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

export const stepComparisonRunLens = defineDigitLens({
  name: 'step-comparison-run',
  request: strictObject({ comparisonRun: anyNumber, steps: anyNumber }),
  images: ({ comparisonRun }, { comparisonRuns }) => ({
    split: 'train',
    count: comparisonRuns.imageCountOf(comparisonRun),
  }),
  compute: ({ comparisonRuns }, { comparisonRun, steps }) => comparisonRuns.step(comparisonRun, steps),
});
