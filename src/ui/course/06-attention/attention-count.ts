// Counting what attention takes: GPT-3's weights from its published sizes, the model's own from its tensors; no biases.

import type { ParameterInfo } from '../../../workers/rpc/api/lab-api.ts';

/** As the video counts: 96 layers of 96 heads, a head 128 numbers wide, a vector 12,288. */
export const GPT3 = {
  width: 12_288,
  headWidth: 128,
  heads: 96,
  layers: 96,
  context: 2048,
  all: 175_181_291_520,
};

export interface AttentionCount {
  /** One of query, key, value-down, value-up: all have the same size. */
  readonly matrix: number;
  /** A value matrix in one piece. */
  readonly fullValue: number;
  readonly head: number;
  /** All heads of a layer, and of all layers. */
  readonly layer: number;
  readonly model: number;
}

export function countAttention({ width, headWidth, heads, layers }: typeof GPT3): AttentionCount {
  const matrix = width * headWidth;
  const layer = 4 * matrix * heads;
  return { matrix, fullValue: width * width, head: 4 * matrix, layer, model: layer * layers };
}

/** Of a model with `heads` heads a layer, by the tensors it really has. */
export function countTensors(parameters: readonly ParameterInfo[], heads: number): AttentionCount {
  const matrices = parameters.filter(({ name }) => /attn\.c_(attn|proj)\.weight$/.test(name));
  const size = ({ shape }: ParameterInfo) => shape.reduce((a, b) => a * b);
  const sum = (some: readonly ParameterInfo[]) => some.reduce((total, each) => total + size(each), 0);
  const layer = sum(matrices.filter(({ name }) => name.includes('.h.0.')));
  const output = matrices.find(({ name }) => name.endsWith('c_proj.weight'));
  return {
    matrix: layer / heads / 4,
    fullValue: output ? size(output) : 0,
    head: layer / heads,
    layer,
    model: sum(matrices),
  };
}
