// Softmax over rows: (R, N).

import { expOfScores } from '../../backends/wasm/assembly/exp';
import { fma, load4, MASKED_SCORE, rowMax, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** p = exp(x − max) / Σ exp(x − max) */
export function softmax_forward(x: usize, p: usize, N: i32, first: i32, end: i32): void {
  for (let r = first; r < end; r++) {
    const row = 4 * r * N;
    const max = f32x4.splat(rowMax(x + row, N));
    let total = f32x4.splat(0);
    for (let i = 0; i < N; i += 4) {
      const at = row + 4 * i;
      const e = expOfScores(f32x4.sub(load4(x + at, N - i, f32x4.splat(MASKED_SCORE)), max)); // 0 past the end
      total = f32x4.add(total, e);
      store4(p + at, N - i, e);
    }
    const inverse = f32x4.splat(1 / horizontalSum(total));
    for (let i = 0; i < N; i += 4) {
      const at = p + row + 4 * i;
      store4(at, N - i, f32x4.mul(load4(at, N - i), inverse));
    }
  }
}

/** d_x = (d_x +) p (d_p − Σ d_p p) */
export function softmax_backward(
  p: usize,
  d_p: usize,
  d_x: usize,
  N: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  for (let r = first; r < end; r++) {
    const row = 4 * r * N;
    let products = f32x4.splat(0);
    for (let i = 0; i < N; i += 4) {
      const at = row + 4 * i;
      products = fma(load4(p + at, N - i), load4(d_p + at, N - i), products);
    }
    const dot = f32x4.splat(horizontalSum(products));
    for (let i = 0; i < N; i += 4) {
      const at = row + 4 * i;
      const left = N - i;
      const before = accumulate ? load4(d_x + at, left) : f32x4.splat(0);
      store4(d_x + at, left, fma(load4(p + at, left), f32x4.sub(load4(d_p + at, left), dot), before));
    }
  }
}
