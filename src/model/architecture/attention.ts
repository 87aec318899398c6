// Causal multi-head self-attention, one step of the paper a line.

import type { Tensor } from '../../kernels/graph/graph.ts';
import { attentionMix } from '../../kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../kernels/ops/attention-scores/attention-scores.ts';
import { softmax } from '../../kernels/ops/softmax/softmax.ts';
import { split } from '../../kernels/ops/split/split.ts';
import type { Recorder } from './recorder.ts';

/** Names of the weights, without `.weight` and `.bias`. */
export interface AttentionWeights {
  /** Query, key and value projections of all heads side by side, (C, 3 C). */
  readonly qkv: string;
  readonly output: string;
}

/** The attention layer of a block without the residual connection: (B, T, C) → (B, T, C). */
export type AttentionFn = (
  recorder: Recorder,
  layer: number,
  x: Tensor,
  H: number,
  weights: AttentionWeights,
) => Tensor;

/** Concat(softmax(Q Kᵀ / √D) V) W_O + b_O, (B, T, C) → (B, T, C) (Vaswani et al. 2017, section 3.2). */
export const attention: AttentionFn = (recorder, layer, x, H, weights) => {
  const hooks = `blocks.${layer}.attn`;
  const [B, T, C] = x.shape;
  const D = C / H;
  const scaled = { attributes: { scale: 1 / Math.sqrt(D), causal: true } };
  const causal = { attributes: { causal: true } };

  const { q, k, v } = queriesKeysValues(recorder, hooks, x, weights.qkv, [B, T, H, D]); // (B, T, H, D) each
  const scores = recorder.step(`${hooks}.hook_attn_scores`, attentionScores, { q, k }, scaled); // (B, H, T, T)
  const pattern = recorder.step(`${hooks}.hook_pattern`, softmax, { x: scores }); // (B, H, T, T)
  const z = recorder.step(`${hooks}.hook_z`, attentionMix, { pattern, v }, causal); // (B, T, H, D)
  const concatenated = recorder.graph.view(z, [B, T, C]);
  return recorder.linear(`blocks.${layer}.hook_attn_out`, concatenated, weights.output);
};

/** x W_QKV + b_QKV as one product, then split into three tensors of `shape`. */
function queriesKeysValues(
  recorder: Recorder,
  hooks: string,
  x: Tensor,
  weight: string,
  shape: readonly number[],
) {
  const qkv = recorder.project(`${hooks}.qkv`, x, weight); // (B, T, 3 C)
  const names = {
    q: recorder.opOutputName(`${hooks}.hook_q`),
    k: recorder.opOutputName(`${hooks}.hook_k`),
    v: recorder.opOutputName(`${hooks}.hook_v`),
  };
  const shapes = { q: shape, k: shape, v: shape };
  const { q, k, v } = recorder.graph.apply(split, { qkv }, { name: names.q, names, shapes });
  return {
    q: recorder.hook(`${hooks}.hook_q`, q),
    k: recorder.hook(`${hooks}.hook_k`, k),
    v: recorder.hook(`${hooks}.hook_v`, v),
  };
}
