// Causal multi-head attention, step by step as chapter 6 draws it.

import { attentionMix } from '../kernels/attention-mix/attention-mix.ts';
import { attentionScores } from '../kernels/attention-scores/attention-scores.ts';
import type { Tensor } from '../kernels/graph/graph.ts';
import { softmax } from '../kernels/softmax/softmax.ts';
import { split } from '../kernels/split/split.ts';
import type { Recorder } from './recorder.ts';

/** What the heads of a layer together add to the stream: (B, T, C) → (B, T, C). */
export function attention(m: Recorder, layer: number, x: Tensor, H: number): Tensor {
  const at = `blocks.${layer}.attn`;
  const [B, T, C] = x.shape;
  const D = C / H;
  const { q, k, v } = queriesKeysValues(m, layer, x, [B, T, H, D]); // (B, T, H, D) each
  const scores = m.hook(
    `${at}.hook_attn_scores`,
    m.graph.apply(
      attentionScores,
      { q, k },
      {
        name: m.outputName(`${at}.hook_attn_scores`),
        attributes: { scale: 1 / Math.sqrt(D), causal: true },
      },
    ).scores,
  ); // (B, H, T, T)
  const pattern = m.hook(
    `${at}.hook_pattern`,
    m.graph.apply(softmax, { x: scores }, { name: m.outputName(`${at}.hook_pattern`) }).p,
  ); // (B, H, T, T)
  const z = m.hook(
    `${at}.hook_z`,
    m.graph.apply(
      attentionMix,
      { pattern, v },
      { name: m.outputName(`${at}.hook_z`), attributes: { causal: true } },
    ).z,
  ); // (B, T, H, D)
  return m.linear(
    `blocks.${layer}.hook_attn_out`,
    m.graph.view(z, [B, T, C]),
    `transformer.h.${layer}.attn.c_proj`,
  );
}

/** One product for all three, cut apart afterwards. */
function queriesKeysValues(m: Recorder, layer: number, x: Tensor, shape: number[]) {
  const at = `blocks.${layer}.attn`;
  const qkv = m.project(`${at}.qkv`, x, `transformer.h.${layer}.attn.c_attn`);
  const names = {
    q: m.outputName(`${at}.hook_q`),
    k: m.outputName(`${at}.hook_k`),
    v: m.outputName(`${at}.hook_v`),
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
