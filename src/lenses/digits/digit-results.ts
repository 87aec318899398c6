// Weights and gradients of a digit network as tensors. Index l − 1 belongs to layer l.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { DigitActivations, DigitGradients } from '../../model/digits/digit-inspector.ts';
import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import type { Tensor } from '../shared/results.ts';

/** [B, neurons] each: z before the activation function, a after it. */
export type DigitLayers = DigitActivations;

export interface DigitLayerWeights {
  /** [neurons, inputs]: row j into neuron j. */
  weights: Tensor;
  /** [neurons]. */
  biases: Tensor;
}

/** Gradients of the mean cost over B examples; those of z, times B, are the example's own. */
export interface DigitGradientParts extends Omit<DigitGradients, 'exampleCosts' | 'd_weights'> {
  /** [B]. */
  exampleCosts: Tensor;
  /** ∂ mean cost / ∂ weights and biases. */
  layers: DigitLayerWeights[];
}

export const vector = (data: Float32Array<ArrayBuffer>): Tensor => ({ shape: [data.length], data });

export const toGradientParts = (
  config: DigitNetworkConfig,
  { exampleCosts, d_weights, ...parts }: DigitGradients,
): DigitGradientParts => ({
  ...parts,
  exampleCosts: vector(exampleCosts),
  layers: toLayerWeights(config, d_weights),
});

export function toLayerWeights({ sizes }: DigitNetworkConfig, values: WeightValues): DigitLayerWeights[] {
  const get = (name: string) => values.get(name) as Float32Array<ArrayBuffer>;
  return sizes.slice(1).map((neurons, layer) => ({
    weights: { shape: [neurons, sizes[layer]], data: get(`layers.${layer}.weight`) },
    biases: vector(get(`layers.${layer}.bias`)),
  }));
}
