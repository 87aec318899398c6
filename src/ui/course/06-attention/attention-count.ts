// Counts attention weights without biases: GPT-3's from its published sizes, the model's from its tensors.

import type { ParameterInfo } from '../../../workers/rpc/api/lab-api.ts';

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
  /** Each of query, key, value-down and value-up; all have the same size. */
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

/** For a model with `heads` heads per layer, from its tensors. */
export function countTensors(parameters: readonly ParameterInfo[], heads: number): AttentionCount {
  const matrices = parameters.filter(({ parts }) => parts.some((part) => ATTENTION_PARTS.includes(part)));
  const size = ({ shape }: ParameterInfo) => shape.reduce((a, b) => a * b);
  const sum = (some: readonly ParameterInfo[]) => some.reduce((total, each) => total + size(each), 0);
  const layer = sum(matrices.filter((matrix) => matrix.layer === 0));
  const output = matrices.find(({ parts }) => parts.includes('output'));
  return {
    matrix: layer / heads / 4,
    fullValue: output ? size(output) : 0,
    head: layer / heads,
    layer,
    model: sum(matrices),
  };
}
