// Attention scores: scaled dot products of queries and keys, per head.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp } from '../../op.ts';
import { f32 } from '../../shape.ts';
import {
  checkKeyHeads,
  deriveKeyHeads,
  dotProductVariants,
  forEachPair,
  MASKED_SCORE,
  pairFlops,
  splitHeads,
  weightedSumVariants,
} from '../attention/head-products.ts';

/** scores[b, h, t, s] = scale · q[b, t, h]·k[b, s, g], head g of h's group; if causal, −1e30 where s > t. */
function forward({ q, k, scores }: Tensors, c: Constants): void {
  scores.fill(MASKED_SCORE);
  forEachPair(c, (index, offset_t, offset_s) => {
    let sum = 0;
    for (let d = 0; d < c.D; d++) sum += q[offset_t + d] * k[offset_s + d];
    scores[index] = c.scale * sum;
  });
}

/** d_q[b, t, h] = scale · Σ_s d_scores[b, h, t, s] k[b, s, g] */
function backwardQ({ k, d_scores, d_q }: Tensors, c: Constants): void {
  const sums = new Float64Array(d_q.length);
  forEachPair(c, (index, offset_t, offset_s) => {
    for (let d = 0; d < c.D; d++) sums[offset_t + d] += d_scores[index] * k[offset_s + d];
  });
  sums.forEach((sum, i) => {
    d_q[i] += c.scale * sum;
  });
}

/** d_k[b, s, g] = scale · Σ_t d_scores[b, h, t, s] q[b, t, h], also over the heads h of the group */
function backwardK({ q, d_scores, d_k }: Tensors, c: Constants): void {
  const sums = new Float64Array(d_k.length);
  forEachPair(c, (index, offset_t, offset_s) => {
    for (let d = 0; d < c.D; d++) sums[offset_s + d] += d_scores[index] * q[offset_t + d];
  });
  sums.forEach((sum, i) => {
    d_k[i] += c.scale * sum;
  });
}

/**
 * q (B, T, H, D) and k (B, T, KV, D) → scores (B, H, T, T), query then key. H / KV heads of q share a head of k. Attributes:
 * `scale`, usually 1/√D; `causal`: future positions are masked, and gradients at masked positions are ignored. Vaswani et al.
 * 2017, "Attention is all you need", and Ainslie et al. 2023, "GQA"; in the videos chapter 6, 8:27; the mask: 11:46.
 */
export const attentionScores = defineOp({
  name: 'attention-scores',
  inputs: { q: f32('B', 'T', 'H', 'D'), k: f32('B', 'T', 'KV', 'D') },
  outputs: { scores: f32('B', 'H', 'T', 'T') },
  derive: deriveKeyHeads,
  check: (k) => checkKeyHeads('attention-scores', k),
  forward: [
    {
      name: 'forward',
      reads: ['q', 'k'],
      writes: ['scores'],
      bind: { a: 'q', b: 'k', c: 'scores' },
      constants: () => ({ masked: MASKED_SCORE }),
      variants: dotProductVariants,
      wasm: {
        export: 'attention_scores_forward',
        args: ['q', 'k', 'scores', 'T', 'H', 'KV', 'D', 'scale', 'causal'],
        split: splitHeads,
      },
      reference: forward,
      flops: pairFlops,
    },
  ],
  backward: [
    {
      name: 'backward_q',
      reads: ['k', 'd_scores'],
      writes: ['d_q'],
      bind: { w: 'd_scores', x: 'k', c: 'd_q' },
      constants: () => ({ transposed: 0 }),
      variants: weightedSumVariants,
      wasm: {
        export: 'attention_scores_backward_q',
        args: ['k', 'd_scores', 'd_q', 'T', 'H', 'KV', 'D', 'scale', 'causal', 'accumulate_d_q'],
        split: splitHeads,
      },
      reference: backwardQ,
      flops: pairFlops,
    },
    {
      name: 'backward_k',
      reads: ['q', 'd_scores'],
      writes: ['d_k'],
      bind: { w: 'd_scores', x: 'q', c: 'd_k' },
      constants: () => ({ transposed: 1 }),
      variants: weightedSumVariants,
      wasm: {
        export: 'attention_scores_backward_k',
        args: ['q', 'd_scores', 'd_k', 'T', 'H', 'KV', 'D', 'scale', 'causal', 'accumulate_d_k'],
        split: splitHeads,
      },
      reference: backwardK,
      flops: pairFlops,
    },
  ],
  cases: [
    { dims: { B: 1, T: 1, H: 1, D: 1 }, attributes: { scale: 1, causal: true } },
    { dims: { B: 2, T: 7, H: 3, D: 5 }, attributes: { scale: 0.5, causal: true } },
    { dims: { B: 1, T: 9, H: 2, D: 4 }, attributes: { scale: 0.5, causal: false } },
    { dims: { B: 1, T: 63, H: 1, D: 65 }, attributes: { scale: 0.125, causal: true } },
    { dims: { B: 1, T: 64, H: 2, D: 8 }, attributes: { scale: 0.35, causal: true } },
    { dims: { B: 2, T: 65, H: 1, D: 11 }, attributes: { scale: 0.3, causal: true } },
    { dims: { B: 2, T: 12, H: 3, D: 4 }, attributes: { scale: 0.3, causal: false } },
    { dims: { B: 2, T: 9, H: 6, KV: 2, D: 5 }, attributes: { scale: 0.5, causal: false } },
    { dims: { B: 2, T: 65, H: 4, KV: 1, D: 12 }, attributes: { scale: 0.3, causal: true } },
    { dims: { B: 1, T: 36, H: 2, D: 36 }, attributes: { scale: 0.3, causal: true } },
    { dims: { B: 2, T: 36, H: 4, KV: 2, D: 36 }, attributes: { scale: 0.3, causal: true } },
  ],
});
