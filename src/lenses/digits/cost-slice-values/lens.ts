// Costs at the points of a grid on the current slice.

import type { Job } from '../../../shared/job.ts';
import { anyNumber, boundedArray, finiteNumber, strictObject } from '../../../shared/validation.ts';
import type { Tensor } from '../../shared/results.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

/** Along one side of the grid. */
const MAX_POINTS = 200;
const COORDINATES = boundedArray(finiteNumber, MAX_POINTS);

export const costSliceValuesLens = defineDigitLens({
  name: 'cost-slice-values',
  aliases: ['sliceCosts'],
  request: strictObject({ slice: anyNumber, xs: COORDINATES, ys: COORDINATES }),
  // `costs`: [ys, xs].
  async *compute({ comparisonRuns }, { slice, xs, ys }): Job<{ costs: Tensor }> {
    return { costs: yield* comparisonRuns.sliceCosts(slice, xs, ys) };
  },
});
