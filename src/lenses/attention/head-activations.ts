// Queries, keys, values and patterns of one head, cut out of the layer's activations.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { type ModelConfig, modelParts } from '../../model/architecture/config.ts';
import { paddedLength } from '../../model/architecture/context-window.ts';
import type { Inspector, NDArray } from '../../model/inspection/inspector.ts';
import { dotProduct, rowOf } from '../../shared/numbers.ts';

/** The queries, keys and values of a layer. */
export interface AttentionInputs {
  readonly q: ActivationName;
  readonly k: ActivationName;
  readonly v: ActivationName;
}

/** Before QK-norm and rotation, where the model has them. */
export const projectedInputs = (layer: number): AttentionInputs => ({
  q: `blocks.${layer}.attn.hook_q`,
  k: `blocks.${layer}.attn.hook_k`,
  v: `blocks.${layer}.attn.hook_v`,
});

/** The inputs as the attention reads them: normed and rotated, where the model does that. */
export function attentionInputs(config: ModelConfig, layer: number): AttentionInputs {
  const { positions, qkNorm } = modelParts(config);
  const hooks = `blocks.${layer}.attn` as const;
  const { v } = projectedInputs(layer);
  if (positions === 'rotary') return { q: `${hooks}.hook_rot_q`, k: `${hooks}.hook_rot_k`, v };
  if (qkNorm) return { q: `${hooks}.q_norm.hook_normalized`, k: `${hooks}.k_norm.hook_normalized`, v };
  return projectedInputs(layer);
}

/** Activations of one row of tokens, padded to a length for which a compiled program may exist. */
export async function readActivations(
  inspector: Inspector,
  config: ModelConfig,
  tokens: readonly number[],
  names: readonly ActivationName[],
): Promise<(name: ActivationName) => NDArray> {
  const padded = new Int32Array(paddedLength(tokens.length, config.T));
  padded.set(tokens);
  const unique = [...new Set(names)];
  const { activations } = await inspector.run({ B: 1, T: padded.length, tokens: padded, names: unique });
  return (name) => activations.get(name) as NDArray;
}

/** One of H heads of (1, T, H, D), as (T, D); of keys and values (1, T, KV, D) those that its group of heads shares. */
export function headRows(
  { shape, data }: NDArray,
  { H }: ModelConfig,
  head: number,
  T: number,
): Float32Array {
  const [stored, D] = shape.slice(2);
  const shared = Math.floor((head * stored) / H);
  const rows = new Float32Array(T * D);
  for (let t = 0; t < T; t++) {
    const from = (t * stored + shared) * D;
    rows.set(data.subarray(from, from + D), t * D);
  }
  return rows;
}

/** The first T rows and columns of one head of (1, H, T', T'). */
export function headPattern({ shape, data }: NDArray, head: number, T: number): Float32Array {
  const width = shape[3];
  const rows = new Float32Array(T * T);
  for (let t = 0; t < T; t++) {
    const from = (head * width + t) * width;
    rows.set(data.subarray(from, from + T), t * T);
  }
  return rows;
}

/** q (Tq, D) and k (Tk, D) to q · k / √D, (Tq, Tk). */
export function attentionScores(q: Float32Array, k: Float32Array, D: number): Float32Array {
  const [Tq, Tk] = [q.length / D, k.length / D];
  return Float32Array.from({ length: Tq * Tk }, (_, i) => {
    return dotProduct(rowOf(q, Math.floor(i / Tk), D), rowOf(k, i % Tk, D)) / Math.sqrt(D);
  });
}

/** Softmax of each row of `width` scores. */
export function softmaxRows(scores: Float32Array, width: number): Float32Array {
  const rows = scores.slice();
  for (let from = 0; from < rows.length; from += width) {
    const row = rows.subarray(from, from + width);
    const largest = Math.max(...row);
    const total = row.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    row.forEach((score, i) => {
      row[i] = Math.exp(score - largest) / total;
    });
  }
  return rows;
}
