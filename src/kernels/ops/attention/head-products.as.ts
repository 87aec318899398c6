// The two matrix products per head that attention-scores and attention-mix share, forward and backward.

import { FULL, LOWER_TRIANGULAR_C, matmul } from '../../backends/wasm/assembly/matmul';
import { store4 } from '../../backends/wasm/assembly/simd';

/**
 * Per head: out[t, s] = (out[t, s] +) scale · x[t]·y[s], with x (B, T, H, D), y (B, T, KV, D) and out (B, H, T, T). H / KV heads
 * share a head of y. If causal, out[t, s] is `masked` for s > t, unless it accumulates.
 */
export function dotProducts(
  x: usize,
  y: usize,
  out: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  scale: f32,
  causal: i32,
  masked: f32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const row = 4 * H * D; // bytes per position
  const yRow = 4 * KV * D;
  const group = H / KV;
  const mask = causal ? LOWER_TRIANGULAR_C : FULL;
  for (let head = first; head < end; head++) {
    const xHead = x + headOffset(head, T, H, D);
    const yHead = y + headOffset(head / group, T, KV, D);
    const outHead = out + 4 * head * T * T;
    const start: usize = accumulate ? outHead : 0;
    matmul(T, D, T, xHead, row, 4, yHead, 4, yRow, start, 4 * T, outHead, 4 * T, scale, mask);
    if (causal && !accumulate) fillFuture(outHead, T, masked);
  }
}

/** Sets out[t, s] of (T, T) for s > t. */
function fillFuture(out: usize, T: i32, value: f32): void {
  const four = f32x4.splat(value);
  for (let t = 0; t < T; t++) {
    for (let s = t + 1; s < T; s += 4) store4(out + 4 * (t * T + s), T - s, four);
  }
}

/**
 * Per head of the weights: out[t] = (out[t] +) scale · Σ_s w[t, s] x[s], with w (B, H, T, T), x (B, T, xHeads, D) and out
 * (B, T, outHeads, D). The strides of the weights select the axis of the sum. Fewer heads of x are shared by consecutive heads of
 * the weights; into fewer heads of out, consecutive heads add up.
 */
export function weightedSums(
  weights: usize,
  weightsRow: i32,
  weightsInner: i32,
  x: usize,
  out: usize,
  T: i32,
  H: i32,
  xHeads: i32,
  outHeads: i32,
  D: i32,
  scale: f32,
  mask: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const xRow = 4 * xHeads * D;
  const outRow = 4 * outHeads * D;
  for (let head = first; head < end; head++) {
    const xHead = x + headOffset(head / (H / xHeads), T, xHeads, D);
    const outHead = out + headOffset(head / (H / outHeads), T, outHeads, D);
    const w = weights + 4 * head * T * T;
    const start: usize = accumulate || head % (H / outHeads) ? outHead : 0;
    matmul(T, T, D, w, weightsRow, weightsInner, xHead, xRow, 4, start, outRow, outHead, outRow, scale, mask);
  }
}

/** Byte offset of a head's first vector in (B, T, H, D), for head 0 … B·H − 1; H is the number of heads of that tensor. */
function headOffset(head: i32, T: i32, H: i32, D: i32): usize {
  return 4 * ((head / H) * T * H + (head % H)) * D;
}
