// The products within each head of attention. Queries, keys, values and z lie as (B, T, H, D), scores and pattern as
// (B, H, T, T), query then key. Causal passes leave out what lies in the future.

import { ALL, COLUMNS_TO_ROW, INNER_FROM_ROW, INNER_TO_ROW, product } from '../../backends/wasm/assembly/matmul';

/** What stands at masked places: softmax makes exactly 0 of it. */
const MASKED: f32 = -1e30;

/** scores = scale · q kᵀ, masked where the key comes after the query. */
export function attention_scores_forward(
  q: usize,
  k: usize,
  scores: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  scale: f32,
  causal: i32,
): void {
  pairs(q, k, 0, scores, B, T, H, D, scale, causal);
  if (!causal) return;
  for (let row = 0; row < B * H * T; row++) {
    for (let s = (row % T) + 1; s < T; s++) store<f32>(scores + 4 * (row * T + s), MASKED);
  }
}

/** d_q += scale · d_scores k */
export function attention_scores_backward_q(
  k: usize,
  d_scores: usize,
  d_q: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  scale: f32,
  causal: i32,
): void {
  sums(d_scores, 4 * T, 4, k, d_q, d_q, B, T, H, D, scale, causal ? INNER_TO_ROW : ALL);
}

/** d_k += scale · d_scoresᵀ q */
export function attention_scores_backward_k(
  q: usize,
  d_scores: usize,
  d_k: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  scale: f32,
  causal: i32,
): void {
  sums(d_scores, 4, 4 * T, q, d_k, d_k, B, T, H, D, scale, causal ? INNER_FROM_ROW : ALL);
}

/** z = pattern · v */
export function attention_mix_forward(
  pattern: usize,
  v: usize,
  z: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  causal: i32,
): void {
  sums(pattern, 4 * T, 4, v, 0, z, B, T, H, D, 1, causal ? INNER_TO_ROW : ALL);
}

/** d_pattern += d_z vᵀ */
export function attention_mix_backward_pattern(
  v: usize,
  d_z: usize,
  d_pattern: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  causal: i32,
): void {
  pairs(d_z, v, d_pattern, d_pattern, B, T, H, D, 1, causal);
}

/** d_v += patternᵀ d_z */
export function attention_mix_backward_v(
  pattern: usize,
  d_z: usize,
  d_v: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  causal: i32,
): void {
  sums(pattern, 4, 4 * T, d_z, d_v, d_v, B, T, H, D, 1, causal ? INNER_FROM_ROW : ALL);
}

/** out[t, s] = start[t, s] + scale · x[t]·y[s] in every head; (B, T, H, D) twice → (B, H, T, T). */
function pairs(
  x: usize,
  y: usize,
  start: usize,
  out: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  scale: f32,
  causal: i32,
): void {
  const row = 4 * H * D; // bytes from a position to the next
  const part = causal ? COLUMNS_TO_ROW : ALL;
  for (let head = 0; head < B * H; head++) {
    const vectors = headAt(head, T, H, D);
    const square = 4 * head * T * T;
    const from = start ? start + square : 0;
    product(
      T, D, T, x + vectors, row, 4, y + vectors, 4, row, from, 4 * T, out + square, 4 * T, scale, part,
    );
  }
}

/**
 * out[t] = start[t] + scale · Σ_s w[t, s] x[s] in every head; the weights' strides tell which of their axes is summed over.
 * (B, H, T, T) and (B, T, H, D) → (B, T, H, D).
 */
function sums(
  weights: usize,
  weightsRow: i32,
  weightsInner: i32,
  x: usize,
  start: usize,
  out: usize,
  B: i32,
  T: i32,
  H: i32,
  D: i32,
  scale: f32,
  part: i32,
): void {
  const row = 4 * H * D;
  for (let head = 0; head < B * H; head++) {
    const vectors = headAt(head, T, H, D);
    const w = weights + 4 * head * T * T;
    const from = start ? start + vectors : 0;
    product(
      T, T, D, w, weightsRow, weightsInner, x + vectors, row, 4, from, row, out + vectors, row, scale, part,
    );
  }
}

/** Bytes from the start of a (B, T, H, D) tensor to a head's first vector; heads count through the batch. */
function headAt(head: i32, T: i32, H: i32, D: i32): usize {
  return 4 * ((head / H) * T * H + (head % H)) * D;
}
