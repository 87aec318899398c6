// Some training steps of a comparison run, without scores: for a picture that follows each of them.

import * as v from 'valibot';
import { anyNumber } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

export const stepComparisonRunLens = defineDigitLens({
  name: 'step-comparison-run',
  request: v.object({ comparisonRun: anyNumber, steps: anyNumber }),
  images: ({ comparisonRun }, { comparisonRuns }) => ({
    split: 'train',
    count: comparisonRuns.imageCountOf(comparisonRun),
  }),
  compute: ({ comparisonRuns }, { comparisonRun, steps }) => comparisonRuns.step(comparisonRun, steps),
});
