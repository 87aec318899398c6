// The norms of a model on single vectors, for lenses that follow one vector through the weights.

import type { WeightValues } from '../weights.ts';
import { type NormView, viewNumbers } from './views.ts';

/** The norm's output (C) for any vector (C) of the residual stream. */
export function normalize(view: NormView, values: WeightValues): (x: Float32Array) => Float64Array {
  const gain = viewNumbers(values, view.gain);
  const bias = view.bias && viewNumbers(values, view.bias);
  return (x) => {
    const mean = view.isCentred ? meanOf(x) : 0;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
    const scale = Math.sqrt(variance + view.epsilon);
    return Float64Array.from(x, (value, c) => ((value - mean) / scale) * gain[c] + (bias?.[c] ?? 0));
  };
}

/**
 * The part of the norm's output (C) that a summand (C) of its input causes, with the divisor (`hook_scale`) frozen: linear in
 * the summand, without the bias.
 */
export function normalizeSummand(
  { gain: gainView, isCentred }: NormView,
  values: WeightValues,
  scale: number,
): (x: Float32Array) => Float64Array {
  const gain = viewNumbers(values, gainView);
  return (x) => {
    const mean = isCentred ? meanOf(x) : 0;
    return Float64Array.from(x, (value, c) => ((value - mean) / scale) * gain[c]);
  };
}

const meanOf = (x: Float32Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
