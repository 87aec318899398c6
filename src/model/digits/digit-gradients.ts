// Gradients by single weights for each example, and the desired changes of an example.

import * as v from 'valibot';
import { KernelError } from '../../kernels/errors.ts';
import { isIndex } from '../../shared/numbers.ts';
import { anyNumber, boundedArray, strictObject } from '../../shared/validation.ts';
import type { WeightValues } from '../architecture/weights.ts';
import type { NDArray } from '../inspection/inspector.ts';
import type { DigitGradients } from './digit-inspector.ts';
import type { DigitNetworkConfig } from './digit-network.ts';

export const WEIGHT_ENTRIES = { layer: anyNumber, neuron: anyNumber, from: v.optional(anyNumber) };

/** The weight from neuron `from` of the previous layer to neuron `neuron` of `layer`; without `from` the bias. Layers count from 1. */
export interface DigitWeight {
  readonly layer: number;
  readonly neuron: number;
  readonly from?: number;
}

/** Of `setWeights`. */
export const WEIGHT_CHANGES = boundedArray(strictObject({ ...WEIGHT_ENTRIES, value: anyNumber }), 100_000);

export interface WeightChange extends DigitWeight {
  readonly value: number;
}

/** Its tensor and index. Throws if the network has no such weight. */
export function locateWeight(
  { sizes }: Pick<DigitNetworkConfig, 'sizes'>,
  { layer, neuron, from }: DigitWeight,
) {
  const inputs = sizes[layer - 1];
  const exists =
    isIndex(layer - 1, sizes.length - 1) && isIndex(neuron, sizes[layer]) && isIndex(from ?? 0, inputs);
  if (!exists)
    throw new KernelError(
      `digits: a network of ${sizes.join('-')} has no ${from === undefined ? 'bias' : `weight from ${from}`} to neuron ${neuron} of layer ${layer}`,
    );
  return from === undefined
    ? { name: `layers.${layer - 1}.bias`, index: neuron }
    : { name: `layers.${layer - 1}.weight`, index: neuron * inputs + from };
}

/**
 * (B, weights): ∂ own cost of each example / ∂ weight. The engine's gradients are of the mean cost, so the d_z of an example
 * is B times its row; ∂z/∂w is the activation that w multiplies, and 1 for a bias (chapter 4 of the videos, 3:45).
 */
export function exampleGradients(
  config: DigitNetworkConfig,
  pixels: Float32Array,
  { a, d_z }: DigitGradients,
  weights: readonly DigitWeight[],
): Float32Array<ArrayBuffer> {
  const B = d_z[0].shape[0];
  const table = new Float32Array(B * weights.length);
  weights.forEach((weight, column) => {
    locateWeight(config, weight);
    const { layer, neuron, from } = weight;
    const [width, inputs] = [config.sizes[layer], config.sizes[layer - 1]];
    const previousActivations = layer === 1 ? pixels : a[layer - 2].data;
    for (let row = 0; row < B; row++) {
      const input = from === undefined ? 1 : previousActivations[row * inputs + from];
      table[row * weights.length + column] = B * d_z[layer - 1].data[row * width + neuron] * input;
    }
  });
  return table;
}

/** (weights): the engine's gradients of the mean cost by the same weights. */
export function batchGradients(
  config: DigitNetworkConfig,
  { d_weights }: DigitGradients,
  weights: readonly DigitWeight[],
): Float32Array<ArrayBuffer> {
  return Float32Array.from(weights, (weight) => {
    const { name, index } = locateWeight(config, weight);
    return (d_weights.get(name) as Float32Array)[index];
  });
}

/** Minus the gradients of one example's cost by a layer. */
export interface DesiredLayerChanges {
  /** [neurons]. */
  a: NDArray;
  /** [neurons]: of the activations; absent at the last layer of `relu`. */
  activations?: NDArray;
  /** [neurons]: of the weighted sums, and so of the biases. */
  weightedSums: NDArray;
  /** [neurons of the next layer, neurons]: −d_z[j] w[j, k], what its neuron j contributes to `activations`. */
  fromNext?: NDArray;
}

/** By layer, for a batch of one example (chapter 3 of the videos, 5:01 to 8:25). */
export function desiredChanges(
  { sizes }: DigitNetworkConfig,
  weights: WeightValues,
  { a, d_z, d_a }: DigitGradients,
): DesiredLayerChanges[] {
  return a.map((values, at): DesiredLayerChanges => {
    const [width, next] = [sizes[at + 1], sizes[at + 2]];
    const gradient = d_a[at];
    const layer = {
      a: vector(values.data),
      weightedSums: vector(d_z[at].data.map((d) => -d)),
      ...(gradient && { activations: vector(gradient.data.map((d) => -d)) }),
    };
    if (next === undefined) return layer;
    const weight = weights.get(`layers.${at + 1}.weight`) as Float32Array;
    const desired = weight.map((w, i) => -d_z[at + 1].data[Math.floor(i / width)] * w);
    return { ...layer, fromNext: { shape: [next, width], data: desired as Float32Array<ArrayBuffer> } };
  });
}

function vector(data: Float32Array): NDArray {
  return { shape: [data.length], data: Float32Array.from(data) };
}
