// Causal multi-head attention, step by step as chapter 6 draws it.

import type { Tensor } from '../../kernels/graph/graph.ts';
import { attentionMix } from '../../kernels/ops/attention-mix/attention-mix.ts';
import { attentionScores } from '../../kernels/ops/attention-scores/attention-scores.ts';
import { softmax } from '../../kernels/ops/softmax/softmax.ts';
import { split } from '../../kernels/ops/split/split.ts';
import type { Recorder } from './recorder.ts';

/** What the heads of a layer together add to the stream: (B, T, C) → (B, T, C). */
export function attention(m: Recorder, layer: number, x: Tensor, H: number): Tensor {
  const at = `blocks.${layer}.attn`;
  const [B, T, C] = x.shape;
  const D = C / H;
  const { q, k, v } = queriesKeysValues(m, layer, x, [B, T, H, D]); // (B, T, H, D) each
  const scaled = { attributes: { scale: 1 / Math.sqrt(D), causal: true } };
  const scores = m.step(`${at}.hook_attn_scores`, attentionScores, { q, k }, scaled); // (B, H, T, T)
  const pattern = m.step(`${at}.hook_pattern`, softmax, { x: scores }); // (B, H, T, T)
  const mixed = { attributes: { causal: true } };
  const z = m.step(`${at}.hook_z`, attentionMix, { pattern, v }, mixed); // (B, T, H, D)
  const heads = m.graph.view(z, [B, T, C]);
  return m.linear(`blocks.${layer}.hook_attn_out`, heads, `transformer.h.${layer}.attn.c_proj`);
}

/** One product for all three, cut apart afterwards. */
function queriesKeysValues(m: Recorder, layer: number, x: Tensor, shape: number[]) {
  const at = `blocks.${layer}.attn`;
  const qkv = m.project(`${at}.qkv`, x, `transformer.h.${layer}.attn.c_attn`);
  const names = {
    q: m.opOutputName(`${at}.hook_q`),
    k: m.opOutputName(`${at}.hook_k`),
    v: m.opOutputName(`${at}.hook_v`),
  };
  const parts = m.graph.apply(
    split,
    { qkv },
    { name: names.q, names, shapes: { q: shape, k: shape, v: shape } },
  );
  return {
    q: m.hook(`${at}.hook_q`, parts.q),
    k: m.hook(`${at}.hook_k`, parts.k),
    v: m.hook(`${at}.hook_v`, parts.v),
  };
}
