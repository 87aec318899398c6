// A plane through weight space, kept by the worker until the next one, with the path of training projected onto it.

import * as v from 'valibot';
import { anyNumber, oneOf, strictObject } from '../../../shared/validation.ts';
import { SEED } from '../../shared/schemas.ts';
import type { SliceInfo } from '../comparison-runs.ts';
import { anyTrainingImage, defineDigitLens } from '../define-digit-lens.ts';

export type { SliceInfo, SlicePoint } from '../comparison-runs.ts';

const REQUEST = strictObject({
  /**
   * `random`: each weight matrix with the network's own norm (Li et al. 2018); `gradient`: minus the gradient, and a random
   * direction orthogonal to it; `path`: through start, middle and end of training; `comparisonRuns`: through the common start
   * of two runs and both ends.
   */
  directions: oneOf(['random', 'gradient', 'path', 'comparisonRuns']),
  /** Two runs with the same initial weights. */
  comparisonRuns: v.optional(v.tuple([anyNumber, anyNumber], 'it must be two of them')),
  seed: SEED,
  /** The cost is the mean over the first training images, at most 1,000. */
  images: anyNumber,
});

export type SliceRequest = v.InferOutput<typeof REQUEST>;

export const costSliceLens = defineDigitLens({
  name: 'cost-slice',
  aliases: ['slice'],
  request: REQUEST,
  images: anyTrainingImage,
  readsPath: ({ directions }) => directions === 'path',
  compute: ({ comparisonRuns }, request): Promise<SliceInfo> => comparisonRuns.createSlice(request),
});
