// The two matrix products per head that attention-scores and attention-mix share, forward and backward.

import { FULL, LOWER_TRIANGULAR_C, matmul } from '../../backends/wasm/assembly/matmul';

/** Per head: out[t, s] = start[t, s] + scale · x[t]·y[s], with x, y (B, T, H, D) and out, start (B, H, T, T). */
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
  const row = 4 * H * D; // bytes per position
  const mask = causal ? LOWER_TRIANGULAR_C : FULL;
  for (let head = 0; head < B * H; head++) {
    const vectorOffset = headOffset(head, T, H, D);
    const scoresOffset = 4 * head * T * T;
    const headStart = start ? start + scoresOffset : 0;
    matmul(
      T, D, T, x + vectorOffset, row, 4, y + vectorOffset, 4, row, headStart, 4 * T, out + scoresOffset, 4 * T, scale, mask,
    );
  }
}

/**
 * Per head: out[t] = start[t] + scale · Σ_s w[t, s] x[s], with w (B, H, T, T) and x, out, start (B, T, H, D). The strides of the
 * weights select the axis of the sum.
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
    const vectorOffset = headOffset(head, T, H, D);
    const w = weights + 4 * head * T * T;
    const headStart = start ? start + vectorOffset : 0;
    matmul(
      T, T, D, w, weightsRow, weightsInner, x + vectorOffset, row, 4, headStart, row, out + vectorOffset, row, scale, mask,
    );
  }
}

/** Byte offset of a head's first vector in (B, T, H, D), for head 0 … B·H − 1. */
function headOffset(head: i32, T: i32, H: i32, D: i32): usize {
  return 4 * ((head / H) * T * H + (head % H)) * D;
}
