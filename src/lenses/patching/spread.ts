// Means and spread over pairs.

import { indices, mean, sum } from '../../shared/numbers.ts';
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
  const stats = indices(size).map((i) => meanAndDeviation(indices(P).map((p) => values.data[p * size + i])));
  const over = (key: 'mean' | 'deviation') => ({
    shape,
    data: Float32Array.from(stats, (each) => each[key]),
  });
  return { values, mean: over('mean'), deviation: over('deviation') };
}

export function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const center = mean(values);
  const squares = sum(values.map((value) => (value - center) ** 2));
  return { mean: center, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}
