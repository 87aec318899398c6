// Attention scores: q (B, T, H, D), k (B, T, KV, D), scores (B, H, T, T), query then key. Causal passes skip future positions.

import { FULL, LOWER_TRIANGULAR_A, UPPER_TRIANGULAR_A } from '../../backends/wasm/assembly/matmul';
import { MASKED_SCORE } from '../../backends/wasm/assembly/simd';
import { dotProducts, weightedSums } from '../attention/head-products.as';

/** scores = scale · q kᵀ; if causal, −1e30 where the key is after the query */
export function attention_scores_forward(
  q: usize,
  k: usize,
  scores: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  scale: f32,
  causal: i32,
  first: i32,
  end: i32,
): void {
  dotProducts(q, k, scores, T, H, KV, D, scale, causal, MASKED_SCORE, 0, first, end);
}

/** d_q = (d_q +) scale · d_scores k */
export function attention_scores_backward_q(
  k: usize,
  d_scores: usize,
  d_q: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  scale: f32,
  causal: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const mask = causal ? LOWER_TRIANGULAR_A : FULL;
  weightedSums(d_scores, 4 * T, 4, k, d_q, T, H, KV, H, D, scale, mask, accumulate, first, end);
}

/** d_k = (d_k +) scale · d_scoresᵀ q */
export function attention_scores_backward_k(
  q: usize,
  d_scores: usize,
  d_k: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  scale: f32,
  causal: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const group = H / KV;
  const mask = causal ? UPPER_TRIANGULAR_A : FULL;
  weightedSums(d_scores, 4, 4 * T, q, d_k, T, H, H, KV, D, scale, mask, accumulate, first * group, end * group);
}
