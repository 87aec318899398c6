// A dictionary: activations as a sum of a few features out of many. A sparse autoencoder writes what it reads (Cunningham et al.
// 2023), a transcoder writes an MLP's output from its input (Dunefsky et al. 2024).

import { addScaled, isIndex, rowOf } from '../../../shared/numbers.ts';
import type { Parameter } from '../../architecture/parameters.ts';
import type { WeightValues } from '../../architecture/weights.ts';
import type { Vectors } from '../../inspection/nd-array.ts';

/**
 * Which features of an activation are used: the k largest (`topk`, Gao et al. 2024), the largest of a batch, k on average
 * (`batch-topk`, Bussmann et al. 2024), or those above thresholds that are learned so that there are k on average (`jumprelu`,
 * Rajamanoharan et al. 2024).
 */
export const FEATURE_ACTIVATIONS = ['topk', 'batch-topk', 'jumprelu'] as const;
export type FeatureActivation = (typeof FEATURE_ACTIVATIONS)[number];

export interface DictionaryShape {
  /** Width of the activations that it reads, and of those that it writes. */
  readonly d: number;
  readonly dOut: number;
  readonly F: number;
  readonly k: number;
  readonly activation: FeatureActivation;
  /** Whether a feature writes the direction that it reads, as in autoencoders here. */
  readonly isTied: boolean;
}

export interface Normalization {
  /** Mean of the training activations. */
  readonly mean: Float32Array;
  /** Root mean square distance from the mean, per number. */
  readonly scale: number;
}

/** y ≈ output.mean + output.scale · (W_dec act(W_encᵀ (x − input.mean) / input.scale + b) + b_out). */
export interface Dictionary extends DictionaryShape {
  /** Those that `dictionaryParameters` lists. */
  readonly weights: WeightValues;
  readonly input: Normalization;
  readonly output: Normalization;
  /** `batch-topk`: mean over training batches of the smallest activation that was kept. */
  readonly threshold?: number;
}

export function dictionaryParameters({ d, dOut, F, k, activation, isTied }: DictionaryShape): Parameter[] {
  const parameters: (Parameter | false)[] = [
    {
      ...{ name: 'features', shape: [d, F], init: 'normal', std: 1 / Math.sqrt(d) },
      meaning: 'one column the direction that a feature reads',
    },
    { name: 'bias', shape: [F], init: 'zeros', meaning: 'added before the activation' },
    !isTied && {
      ...{ name: 'decoder', shape: [F, dOut], init: 'normal', std: 0.5 / Math.sqrt(k) },
      meaning: 'one row the direction that a feature writes',
    },
    !isTied && {
      ...{ name: 'output_bias', shape: [dOut], init: 'zeros' },
      meaning: 'added to what all features write',
    },
    activation === 'jumprelu' && {
      ...{ name: 'log_threshold', shape: [F], init: 'zeros' },
      meaning: 'logarithm of what a feature has to exceed',
    },
  ];
  return parameters.filter((parameter) => parameter !== false);
}

export function normalizationOf({ numbers, N, d }: Vectors): Normalization {
  const sums = new Float64Array(d);
  for (let i = 0; i < N * d; i++) sums[i % d] += numbers[i];
  const mean = Float32Array.from(sums, (sum) => sum / N);
  let squares = 0;
  for (let i = 0; i < N * d; i++) squares += (numbers[i] - mean[i % d]) ** 2;
  return { mean, scale: Math.sqrt(squares / (N * d)) || 1 };
}

/** Throws if there is no such feature. */
export function assertFeature({ F }: Pick<Dictionary, 'F'>, feature: number): void {
  if (!isIndex(feature, F))
    throw new Error(`There are ${F} features, counted from 0; there is no feature ${feature}.`);
}

/** (dOut): what one unit of a feature writes, in the units of the activations. */
export function writtenDirection(
  { d, dOut, F, weights, output, isTied }: Dictionary,
  feature: number,
): Float32Array {
  if (!isTied) {
    const decoder = weights.get('decoder') as Float32Array;
    return rowOf(decoder, feature, dOut).map((x) => output.scale * x);
  }
  const W = weights.get('features') as Float32Array;
  return Float32Array.from({ length: d }, (_, i) => output.scale * W[i * F + feature]);
}

/** (d): the direction whose dot product with an activation is a feature's input, up to a constant. */
export function readDirection({ d, F, weights, input }: Dictionary, feature: number): Float32Array {
  const W = weights.get('features') as Float32Array;
  return Float32Array.from({ length: d }, (_, i) => W[i * F + feature] / input.scale);
}

/** (F) of one activation (d): each feature's input, in double precision. */
export function preactivations({ d, F, weights, input }: Dictionary, x: ArrayLike<number>): Float64Array {
  const [W, bias] = [weights.get('features') as Float32Array, weights.get('bias') as Float32Array];
  const sums = Float64Array.from(bias);
  for (let i = 0; i < d; i++) {
    const value = (x[i] - input.mean[i]) / input.scale;
    addScaled(sums, rowOf(W, i, F), value);
  }
  return sums;
}

/** (F): which of these inputs (F) the activation lets through, the others 0. */
export function activate(dictionary: Dictionary, sums: Float64Array): Float64Array {
  const { activation, k, F, weights, threshold = 0 } = dictionary;
  if (activation === 'topk') {
    const kept = new Set([...sums.keys()].sort((a, b) => sums[b] - sums[a] || a - b).slice(0, k));
    return sums.map((sum, f) => (kept.has(f) ? Math.max(0, sum) : 0));
  }
  const log = weights.get('log_threshold');
  const least = (f: number) => (log ? Math.exp(log[f]) : threshold);
  return Float64Array.from({ length: F }, (_, f) => (sums[f] > 0 && sums[f] > least(f) ? sums[f] : 0));
}

/** (dOut): what activations (F) write together, constants included. */
export function decode(dictionary: Dictionary, activations: ArrayLike<number>): Float64Array {
  const { F, output, weights, isTied } = dictionary;
  const y = Float64Array.from(output.mean);
  const bias = weights.get('output_bias');
  if (!isTied && bias) addScaled(y, bias, output.scale);
  for (let f = 0; f < F; f++) {
    if (activations[f] === 0) continue;
    addScaled(y, writtenDirection(dictionary, f), activations[f]);
  }
  return y;
}
