// The two matrix products per head that attention-scores and attention-mix share, forward and backward.

import { FULL, LOWER_TRIANGULAR_C, matmul } from '../../backends/wasm/assembly/matmul';

/** out[t, s] = start[t, s] + scale · x[t]·y[s] in every head; (B, T, H, D) twice → (B, H, T, T). */
export function dotProducts(
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
  const mask = causal ? LOWER_TRIANGULAR_C : FULL;
  for (let head = 0; head < B * H; head++) {
    const vectors = headOffset(head, T, H, D);
    const square = 4 * head * T * T;
    const from = start ? start + square : 0;
    matmul(
      T, D, T, x + vectors, row, 4, y + vectors, 4, row, from, 4 * T, out + square, 4 * T, scale, mask,
    );
  }
}

/**
 * out[t] = start[t] + scale · Σ_s w[t, s] x[s] in every head; the weights' strides tell which of their axes is summed over.
 * (B, H, T, T) and (B, T, H, D) → (B, T, H, D).
 */
export function weightedSums(
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
  mask: i32,
): void {
  const row = 4 * H * D;
  for (let head = 0; head < B * H; head++) {
    const vectors = headOffset(head, T, H, D);
    const w = weights + 4 * head * T * T;
    const from = start ? start + vectors : 0;
    matmul(
      T, T, D, w, weightsRow, weightsInner, x + vectors, row, 4, from, row, out + vectors, row, scale, mask,
    );
  }
}

/** Bytes from the start of a (B, T, H, D) tensor to a head's first vector; heads count through the batch. */
function headOffset(head: i32, T: i32, H: i32, D: i32): usize {
  return 4 * ((head / H) * T * H + (head % H)) * D;
}
