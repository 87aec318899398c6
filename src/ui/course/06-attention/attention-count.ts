// Counts attention weights without biases: GPT-3's from its published sizes, the model's from its tensors.

import type { ModelConfig, ParameterInfo } from '../../../workers/rpc/api/lab-api.ts';

/** As in the video: 96 layers of 96 heads, head dimension 128, embedding dimension 12,288. */
export const GPT3 = {
  width: 12_288,
  headWidth: 128,
  heads: 96,
  layers: 96,
  context: 2048,
  all: 175_181_291_520,
};

export interface AttentionCount {
  /** Each of a head's query, key, value-down and value-up, C × D; heads of a group share key and value-down. */
  readonly matrix: number;
  /** A value matrix that is not factored. */
  readonly fullValue: number;
  readonly head: number;
  /** All heads of one layer, and of all layers. */
  readonly layer: number;
  readonly model: number;
}

export function countAttention({ width, headWidth, heads, layers }: typeof GPT3): AttentionCount {
  const matrix = width * headWidth;
  const layer = 4 * matrix * heads;
  return { matrix, fullValue: width * width, head: 4 * matrix, layer, model: layer * layers };
}

const ATTENTION_PARTS: readonly ParameterInfo['parts'][number][] = ['query', 'key', 'value', 'output'];

/** For a model, from its tensors. */
export function countTensors(
  parameters: readonly ParameterInfo[],
  { C, H }: Pick<ModelConfig, 'C' | 'H'>,
): AttentionCount {
  const matrices = parameters.filter(({ parts }) => parts.some((part) => ATTENTION_PARTS.includes(part)));
  const size = ({ shape }: ParameterInfo) => shape.reduce((a, b) => a * b);
  const sum = (some: readonly ParameterInfo[]) => some.reduce((total, each) => total + size(each), 0);
  const query = matrices.find(({ parts }) => parts.includes('query'));
  const matrix = query ? size(query) / query.parts.length / H : 0;
  return {
    matrix,
    fullValue: C * C,
    head: 4 * matrix,
    layer: sum(matrices.filter(({ layer }) => layer === 0)),
    model: sum(matrices),
  };
}
