// Means and spread over pairs.

import type { Tensor } from '../shared/results.ts';

/** Over the pairs, which are the first axis of `values`. */
export interface Spread {
  /** (P, …). */
  values: Tensor;
  /** (…). */
  mean: Tensor;
  /** (…): standard deviation over the pairs, with P − 1; 0 for one pair. */
  deviation: Tensor;
}

export function spreadOf(values: Tensor): Spread {
  const [P, ...shape] = values.shape;
  const size = values.data.length / P;
  const mean = new Float32Array(size);
  const deviation = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    const column = Array.from({ length: P }, (_, p) => values.data[p * size + i]);
    const stats = meanAndDeviation(column);
    mean[i] = stats.mean;
    deviation[i] = stats.deviation;
  }
  return { values, mean: { shape, data: mean }, deviation: { shape, data: deviation } };
}

export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
