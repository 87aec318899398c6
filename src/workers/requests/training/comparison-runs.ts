// Slices of the cost, and networks trained for comparison: what the worker keeps between requests.

import {
  anyTrainingImage,
  type DigitImages,
  type DigitLensContext,
  defineDigitLens,
} from '../../../lenses/digits/define-digit-lens.ts';
import type { Tensor } from '../../../lenses/shared/results.ts';
import * as v from '../../../lenses/shared/schemas.ts';
import type { SliceInfo } from '../../../model/digits/comparison-runs.ts';
import { WEIGHT_CHANGES } from '../../../model/digits/digit-gradients.ts';
import { DIGIT_TRAINING_SCHEMA } from '../../../model/digits/digit-settings.ts';
import type { Job } from '../../../shared/job.ts';

export type { ComparisonRunProgress, SliceInfo, SlicePoint } from '../../../model/digits/comparison-runs.ts';

const SLICE = v.strictObject({
  /**
   * `random`: each weight matrix with the network's own norm (Li et al. 2018); `gradient`: minus the gradient, and a random
   * direction orthogonal to it; `path`: through start, middle and end of training; `comparisonRuns`: through the common start
   * of two runs and both ends.
   */
  directions: v.oneOf(['random', 'gradient', 'path', 'comparisonRuns']),
  /** Two runs with the same initial weights. */
  comparisonRuns: v.optional(v.tuple([v.anyNumber, v.anyNumber], 'it must be two of them')),
  seed: v.SEED,
  /** The cost is the mean over the first training images, at most 1,000. */
  images: v.anyNumber,
});

export type SliceRequest = v.InferOutput<typeof SLICE>;

/** A plane through weight space, kept by the worker until the next one, with the path of training projected onto it. */
export const costSliceLens = defineDigitLens({
  name: 'cost-slice',
  aliases: ['slice'],
  request: SLICE,
  images: anyTrainingImage,
  readsPath: ({ directions }) => directions === 'path',
  compute: ({ comparisonRuns }, request): Promise<SliceInfo> => comparisonRuns.createSlice(request),
});

/** Along one side of the grid. */
const MAX_POINTS = 200;
const COORDINATES = v.boundedArray(v.finiteNumber, MAX_POINTS);

/** Costs at the points of a grid on the current slice. */
export const costSliceValuesLens = defineDigitLens({
  name: 'cost-slice-values',
  aliases: ['sliceCosts'],
  request: v.strictObject({ slice: v.anyNumber, xs: COORDINATES, ys: COORDINATES }),
  // `costs`: [ys, xs].
  async *compute({ comparisonRuns }, { slice, xs, ys }): Job<{ costs: Tensor }> {
    return { costs: yield* comparisonRuns.sliceCosts(slice, xs, ys) };
  },
});

// `training`: settings that differ from the current run's. `from`: the current weights, or new ones; `changes`: single weights.
const COMPARISON_RUN = v.strictObject({
  training: v.optional(DIGIT_TRAINING_SCHEMA),
  from: v.oneOf(['current', 'fresh']),
  changes: v.optional(WEIGHT_CHANGES),
});

export type ComparisonRunRequest = v.InferOutput<typeof COMPARISON_RUN>;

/** A network that is trained for comparison with the current one; the worker keeps at most four. */
export const startComparisonRunLens = defineDigitLens({
  name: 'start-comparison-run',
  aliases: ['comparisonRun'],
  request: COMPARISON_RUN,
  async compute({ comparisonRuns }, { from, training, changes }): Promise<{ comparisonRun: number }> {
    return { comparisonRun: await comparisonRuns.start(from, training, changes) };
  },
});

/** All images that it trains on. */
const itsImages = (
  { comparisonRun }: { comparisonRun: number },
  { comparisonRuns }: DigitLensContext,
): DigitImages => ({ split: 'train', count: comparisonRuns.imageCountOf(comparisonRun) });

/** Some training steps of a comparison run, without scores: for a picture that follows each of them. */
export const stepComparisonRunLens = defineDigitLens({
  name: 'step-comparison-run',
  request: v.strictObject({ comparisonRun: v.anyNumber, steps: v.anyNumber }),
  images: itsImages,
  compute: ({ comparisonRuns }, { comparisonRun, steps }) => comparisonRuns.step(comparisonRun, steps),
});

/** Some training steps of a comparison run, and its scores after them. */
export const trainComparisonRunLens = defineDigitLens({
  name: 'train-comparison-run',
  aliases: ['trainComparisonRun'],
  request: v.strictObject({ comparisonRun: v.anyNumber, steps: v.anyNumber, slice: v.optional(v.anyNumber) }),
  images: itsImages,
  compute: ({ comparisonRuns }, { comparisonRun, steps, slice }) =>
    comparisonRuns.train(comparisonRun, steps, slice),
});

/** The end of a comparison run, which frees its memory. */
export const endComparisonRunLens = defineDigitLens({
  name: 'end-comparison-run',
  aliases: ['endComparisonRun'],
  request: v.strictObject({ comparisonRun: v.anyNumber }),
  async compute({ comparisonRuns }, { comparisonRun }): Promise<{ ended: boolean }> {
    return { ended: comparisonRuns.end(comparisonRun) };
  },
});
