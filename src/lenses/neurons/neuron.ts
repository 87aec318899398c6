// One neuron of an MLP: its preactivation for a token's embedding, its effect on the logits, and its ablation (chapter 7, 7:25
// to 14:04).

import { modelViews } from '../../model/architecture/architecture.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { normalize } from '../../model/architecture/views/norm.ts';
import { viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { InterventionFactory } from '../../model/inspection/inspect-in-batches.ts';
import { rowOf } from '../../shared/numbers.ts';
import { unembedding, unembeddingViews } from '../attribution/direct-attribution.ts';

/** Both count from 0. */
export interface NeuronId {
  readonly layer: number;
  readonly neuron: number;
}

/** The weights that the functions below read. */
export function neuronViews(config: ModelConfig, { layer, neuron }: NeuronId): WeightView[] {
  const views = modelViews(config);
  const { gain, bias } = views.norm(layer, 1);
  const { output } = views.neuron(layer, neuron);
  const drive = preactivationRow(config, { layer, neuron });
  const all = [gain, bias, drive.row, drive.bias, output, views.embedding, ...unembeddingViews(config)];
  return all.filter((view) => view !== undefined);
}

/** The row and the bias of `hook_pre`: of the gate, where the MLP has one, else of W↑. */
function preactivationRow(config: ModelConfig, { layer, neuron }: NeuronId) {
  const { input, bias, gate, gateBias } = modelViews(config).neuron(layer, neuron);
  return gate ? { row: gate, bias: gateBias } : { row: input, bias };
}

/**
 * (V): the neuron's preactivation if the stream were one token's embedding alone. In the model, attention and earlier layers
 * change the stream before it reaches the neuron.
 */
export function tokenPreactivations(config: ModelConfig, weights: WeightValues, id: NeuronId): Float64Array {
  const { embedding, by } = neuronPreactivation(config, weights, id);
  return Float64Array.from({ length: config.V }, (_, v) => by(embedding(v)));
}

/** The neuron's preactivation for the sum of two embeddings, as in the video's (M + J) · E. */
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

/** For any vector of the stream: the norm, the neuron's row of W↑ or of the gate, its bias. */
function neuronPreactivation(config: ModelConfig, weights: WeightValues, id: NeuronId) {
  const { C } = config;
  const views = modelViews(config);
  const embedding = viewNumbers(weights, views.embedding);
  const normed = normalize(views.norm(id.layer, 1), weights);
  const input = viewNumbers(weights, preactivationRow(config, id).row);
  const bias = neuronBias(config, weights, id);
  const preactivation = (x: Float32Array): number =>
    normed(x).reduce((sum, value, c) => sum + value * input[c], bias);
  return { embedding: (token: number) => rowOf(embedding, token, C), by: preactivation };
}

/** 0 in models without biases. */
export function neuronBias(config: ModelConfig, weights: WeightValues, id: NeuronId): number {
  const { bias } = preactivationRow(config, id);
  return bias ? viewNumbers(weights, bias)[0] : 0;
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

/** (V): direct effect of activations (M) of all neurons together. */
function mlpLogitEffect(
  config: ModelConfig,
  weights: WeightValues,
  layer: number,
  post: Float32Array,
  scale = 1,
): Float64Array {
  const { C } = config;
  const projection = viewNumbers(weights, modelViews(config).mlp(layer).output);
  const output = new Float32Array(C);
  post.forEach((value, neuron) => {
    if (value === 0) return;
    for (let c = 0; c < C; c++) output[c] += value * projection[neuron * C + c];
  });
  return unembedding(config, weights, scale).direct(output);
}

/** Ablation of neurons of a layer at every position: to zero, or to their values of `values` (M). */
export function ablateNeurons(
  { mlpWidth }: ModelConfig,
  layer: number,
  neurons: readonly number[],
  values?: ArrayLike<number>,
): InterventionFactory | undefined {
  if (neurons.length === 0) return undefined;
  return (B, T) => {
    const factor = new Float32Array(B * T * mlpWidth).fill(1);
    const offset = new Float32Array(factor.length);
    for (let place = 0; place < B * T; place++)
      for (const neuron of neurons) {
        factor[place * mlpWidth + neuron] = 0;
        if (values) offset[place * mlpWidth + neuron] = values[neuron];
      }
    return new Map([[`blocks.${layer}.mlp.hook_post` as const, { factor, offset }]]);
  };
}
