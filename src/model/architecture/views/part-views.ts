// The views of a model of parts, from the names and the layout of its family.

import { type ModelConfig, modelParts } from '../config.ts';
import type { WeightNames } from '../parts/weight-names.ts';
import {
  columnsOf,
  type HeadView,
  type LinearView,
  type MlpView,
  type ModelViews,
  type NormView,
  neuronOf,
  rowsOf,
  transposed,
  wholeView,
} from './views.ts';

export function partViews(names: WeightNames, config: ModelConfig): ModelViews {
  const { C, H, V, mlpWidth: M } = config;
  const { norm, normEpsilon: epsilon, qkNorm, keyValueHeads: KV, D, biases, isGated } = modelParts(config);
  const vector = (name: string, width: number) => wholeView(name, 1, width);
  const normView = (name: string): NormView => ({
    epsilon,
    isCentred: norm === 'layer',
    gain: vector(`${name}.weight`, C),
    ...(norm === 'layer' && { bias: vector(`${name}.bias`, C) }),
  });
  const headNorm = (name: string): NormView => ({
    epsilon,
    isCentred: false,
    gain: vector(`${name}.weight`, D),
  });
  const linear = (name: string, from: number, to: number, hasBias: boolean): LinearView => ({
    weight: names.isTransposed
      ? transposed(wholeView(`${name}.weight`, to, from))
      : wholeView(`${name}.weight`, from, to),
    ...(hasBias && { bias: vector(`${name}.bias`, to) }),
  });
  const attentionOutput = (layer: number) =>
    linear(names.block(layer).attentionOutput, H * D, C, biases === 'all' || biases === 'attention');
  /** D columns of a projection of `heads` heads, from column `from` on. */
  const columns = (name: string, width: number, from: number): LinearView => {
    const { weight, bias } = linear(name, C, width, biases !== 'none');
    return { weight: columnsOf(weight, from, D), ...(bias && { bias: columnsOf(bias, from, D) }) };
  };
  const head = (layer: number, index: number): HeadView => {
    const { qkv, qkNorms } = names.block(layer);
    const output = rowsOf(attentionOutput(layer).weight, index * D, D);
    const norms = qkNorm && qkNorms && { queryNorm: headNorm(qkNorms[0]), keyNorm: headNorm(qkNorms[1]) };
    if ('fused' in qkv) {
      const part = (i: number) =>
        columns(qkv.fused, 3 * H * D, (qkv.order === 'by part' ? i * H + index : 3 * index + i) * D);
      return { query: part(0), key: part(1), value: part(2), output, ...norms };
    }
    const shared = Math.floor(index / (H / KV)) * D;
    const query = columns(qkv.query, H * D, index * D);
    const [key, value] = [qkv.key, qkv.value].map((name) => columns(name, KV * D, shared));
    return { query, key, value, output, ...norms };
  };
  const mlp = (layer: number): MlpView => {
    if (M === 0) throw new Error('The model has no MLP.');
    const { mlp: own } = names.block(layer);
    const hasBias = biases === 'all';
    const [input, output] = [linear(own.input, C, M, hasBias), linear(own.output, M, C, hasBias)];
    const gate = isGated ? linear(own.gate as string, C, M, hasBias) : undefined;
    return {
      input: transposed(input.weight),
      ...(gate && { gate: transposed(gate.weight) }),
      ...(input.bias && { bias: transposed(input.bias) }),
      ...(gate?.bias && { gateBias: transposed(gate.bias) }),
      output: output.weight,
      ...(output.bias && { outputBias: output.bias }),
    };
  };
  return {
    embedding: wholeView(names.embedding, V, C),
    unembedding: wholeView(config.tied ? names.embedding : names.unembedding, V, C),
    finalNorm: normView(names.finalNorm),
    norm: (layer, i) => normView(names.block(layer).norms[i]),
    head,
    attentionOutput,
    mlp,
    neuron: (layer, neuron) => neuronOf(mlp(layer), neuron),
  };
}
