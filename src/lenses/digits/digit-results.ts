// Layers, weights and gradients of a digit network as tensors. Index l − 1 belongs to layer l.

import type { WeightValues } from '../../model/architecture/weights.ts';
import type { DigitActivations, DigitGradients } from '../../model/digits/digit-inspector.ts';
import type { DigitNetworkConfig } from '../../model/digits/digit-network.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { Tensor } from '../shared/results.ts';

/** [B, neurons] each. */
export interface DigitLayers {
  /** Before the activation function. */
  z: Tensor[];
  a: Tensor[];
}

export interface DigitLayerWeights {
  /** [neurons, inputs]: row j into neuron j. */
  weights: Tensor;
  /** [neurons]. */
  biases: Tensor;
}

/** Gradients of the mean cost over B examples. */
export interface DigitGradientParts extends DigitLayers {
  cost: number;
  /** [B]. */
  exampleCosts: Tensor;
  /** ∂ mean cost / ∂ z, [B, neurons] a layer: times B, the example's own gradient. */
  d_z: Tensor[];
  /** The same by a; undefined for the last layer of `relu`, whose cost depends on z. */
  d_a: (Tensor | undefined)[];
  /** ∂ mean cost / ∂ weights and biases. */
  layers: DigitLayerWeights[];
}

export const createTensor = (shape: readonly number[], data: Float32Array<ArrayBuffer>): Tensor => ({
  shape: [...shape],
  data,
});

export const toTensor = ({ shape, data }: NDArray): Tensor => createTensor(shape, data);

export const toLayers = ({ z, a }: Pick<DigitActivations, 'z' | 'a'>): DigitLayers => ({
  z: z.map(toTensor),
  a: a.map(toTensor),
});

export function toGradientParts(config: DigitNetworkConfig, gradients: DigitGradients): DigitGradientParts {
  const { cost, exampleCosts, d_z, d_a, d_weights } = gradients;
  return {
    ...toLayers(gradients),
    cost,
    exampleCosts: createTensor([exampleCosts.length], exampleCosts),
    d_z: d_z.map(toTensor),
    d_a: d_a.map((values) => values && toTensor(values)),
    layers: toLayerWeights(config, d_weights),
  };
}

export function toLayerWeights({ sizes }: DigitNetworkConfig, values: WeightValues): DigitLayerWeights[] {
  const get = (name: string) => values.get(name) as Float32Array<ArrayBuffer>;
  return sizes.slice(1).map((neurons, layer) => ({
    weights: createTensor([neurons, sizes[layer]], get(`layers.${layer}.weight`)),
    biases: createTensor([neurons], get(`layers.${layer}.bias`)),
  }));
}
