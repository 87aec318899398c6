// When a feature appears: its activations on the same rows at every step, beside those at the last one.

import { correlation } from './correlation.ts';

interface OnRows {
  /** (rows, T). */
  readonly activations: Float32Array;
  readonly T: number;
}

export interface FeatureAtStep {
  /** Share of the tokens where it is above 0. */
  readonly active: number;
  /** With its activations at the last step; NaN where it is above 0 nowhere. */
  readonly same: number;
  /** The same with those of the next row: what the position alone gives. */
  readonly otherRow: number;
}

/** By ascending step. */
export function featureHistory(steps: readonly OnRows[]): FeatureAtStep[] {
  const { activations: last, T } = steps[steps.length - 1];
  const shifted = last.map((_, i) => last[(i + T) % last.length]);
  return steps.map(({ activations }) => ({
    active: activations.filter((value) => value > 0).length / activations.length,
    same: correlation(activations, last),
    otherRow: correlation(activations, shifted),
  }));
}
