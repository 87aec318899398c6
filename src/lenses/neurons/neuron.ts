// One neuron of an MLP: its preactivation for a token's embedding, its effect on the logits, and its ablation (chapter 7, 7:25
// to 14:04).

import type { ModelConfig } from '../../model/architecture/config.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { InterventionFactory } from '../../model/inspection/inspect-in-batches.ts';
import { unembedding, unembeddingWeights } from '../attribution/direct-attribution.ts';

/** Both count from 0. */
export interface NeuronId {
  readonly layer: number;
  readonly neuron: number;
}

/** Names of the weights that the functions below read. */
export function neuronWeights(config: ModelConfig, layer: number): string[] {
  const at = `transformer.h.${layer}`;
  return [
    ...['ln_2.weight', 'ln_2.bias', 'mlp.c_fc.weight', 'mlp.c_fc.bias', 'mlp.c_proj.weight'].map(
      (name) => `${at}.${name}`,
    ),
    ...new Set(['transformer.wte.weight', ...unembeddingWeights(config)]),
  ];
}

/** Of the layer norm, as in GPT-2. */
const EPSILON = 1e-5;

/**
 * (V): the neuron's preactivation if the stream were one token's embedding alone. In the model, attention and earlier layers
 * change the stream before it reaches the neuron.
 */
export function tokenPreactivations(config: ModelConfig, weights: WeightValues, id: NeuronId): Float64Array {
  const { embedding, by } = neuronPreactivation(config, weights, id);
  return Float64Array.from({ length: config.V }, (_, v) => by(embedding(v)));
}

/** The same for the sum of two embeddings, as in the video's (M + J) · E. */
export function pairPreactivations(
  config: ModelConfig,
  weights: WeightValues,
  id: NeuronId,
  pairs: readonly (readonly [number, number])[],
): Float64Array {
  const { embedding, by } = neuronPreactivation(config, weights, id);
  return Float64Array.from(pairs, ([first, second]) => {
    const other = embedding(second);
    return by(embedding(first).map((value, c) => value + other[c]));
  });
}

/** For any vector of the stream: layer norm, the neuron's row of W↑, its bias. */
function neuronPreactivation(
  { C, mlpWidth }: ModelConfig,
  weights: WeightValues,
  { layer, neuron }: NeuronId,
) {
  const weight = (name: string) => weights.get(name) as Float32Array;
  const wte = weight('transformer.wte.weight');
  const gain = weight(`transformer.h.${layer}.ln_2.weight`);
  const offset = weight(`transformer.h.${layer}.ln_2.bias`);
  const inputWeights = weight(`transformer.h.${layer}.mlp.c_fc.weight`);
  const bias = weight(`transformer.h.${layer}.mlp.c_fc.bias`)[neuron];
  const preactivation = (x: Float32Array): number => {
    const mean = x.reduce((sum, value) => sum + value, 0) / C;
    const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / C;
    const scale = Math.sqrt(variance + EPSILON);
    let sum = bias;
    for (let c = 0; c < C; c++) {
      sum += (((x[c] - mean) / scale) * gain[c] + offset[c]) * inputWeights[c * mlpWidth + neuron];
    }
    return sum;
  };
  return { embedding: (id: number) => wte.subarray(id * C, (id + 1) * C), by: preactivation };
}

/** (V): direct effect of one unit of activation on the logits, with the final layer norm's scale frozen at `scale`. */
export function neuronLogitEffect(
  config: ModelConfig,
  weights: WeightValues,
  { layer, neuron }: NeuronId,
  scale = 1,
): Float64Array {
  const oneHot = new Float32Array(config.mlpWidth);
  oneHot[neuron] = 1;
  return mlpLogitEffect(config, weights, layer, oneHot, scale);
}

/** The same for activations (M) of all neurons together. */
export function mlpLogitEffect(
  config: ModelConfig,
  weights: WeightValues,
  layer: number,
  post: Float32Array,
  scale = 1,
): Float64Array {
  const { C } = config;
  const projection = weights.get(`transformer.h.${layer}.mlp.c_proj.weight`) as Float32Array;
  const output = new Float32Array(C);
  post.forEach((value, neuron) => {
    if (value === 0) return;
    for (let c = 0; c < C; c++) output[c] += value * projection[neuron * C + c];
  });
  return unembedding(config, weights, scale).direct(output);
}

/** Zero ablation of neurons of a layer at every position. */
export function ablateNeurons(
  { mlpWidth }: ModelConfig,
  layer: number,
  neurons: readonly number[],
): InterventionFactory | undefined {
  if (neurons.length === 0) return undefined;
  return (B, T) => {
    const factor = new Float32Array(B * T * mlpWidth).fill(1);
    for (let place = 0; place < B * T; place++) {
      for (const neuron of neurons) factor[place * mlpWidth + neuron] = 0;
    }
    const offset = new Float32Array(factor.length);
    return new Map([[`blocks.${layer}.mlp.hook_post` as const, { factor, offset }]]);
  };
}
