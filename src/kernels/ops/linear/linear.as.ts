// Linear layers: x (R, K), y (R, N), weight (K, N), or (N, K) if `transposed`, bias (N) or absent.

import { matmulRange } from '../../backends/wasm/assembly/matmul';
import { vectorMatmul } from '../../backends/wasm/assembly/vector-matmul';
import { addRow } from '../../backends/wasm/assembly/simd';
import { ROWS } from '../../backends/wasm/assembly/tile';

/** y = x W + b */
export function linear_forward(
  x: usize,
  weight: usize,
  bias: usize,
  y: usize,
  R: i32,
  K: i32,
  N: i32,
  transposed: i32,
  first: i32,
  end: i32,
): void {
  const wInner: i32 = transposed ? 4 : 4 * N;
  const wColumn: i32 = transposed ? 4 * K : 4;
  if (R >= ROWS) {
    matmulRange(R, K, N, x, 4 * K, 4, weight, wInner, wColumn, bias, 0, y, 4 * N, first, end);
    return;
  }
  // For fewer rows than a tile, packing the weight costs more than it saves. The range is one of columns.
  const width = min(end, N) - first;
  const start: usize = bias ? bias + 4 * first : 0;
  for (let r = 0; r < R; r++) {
    const columns = weight + first * wColumn;
    vectorMatmul(K, width, x + 4 * r * K, columns, wInner, wColumn, start, y + 4 * (r * N + first));
  }
}

/** d_x += d_y Wᵀ */
export function linear_backward_x(
  weight: usize,
  d_y: usize,
  d_x: usize,
  R: i32,
  K: i32,
  N: i32,
  transposed: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const wInner: i32 = transposed ? 4 * K : 4;
  const wColumn: i32 = transposed ? 4 : 4 * N;
  matmulRange(R, N, K, d_y, 4 * N, 4, weight, wInner, wColumn, accumulate ? d_x : 0, 4 * K, d_x, 4 * K, first, end);
}

/** d_W += xᵀ d_y, or d_yᵀ x if transposed */
export function linear_backward_weight(
  x: usize,
  d_y: usize,
  d_weight: usize,
  R: i32,
  K: i32,
  N: i32,
  transposed: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const start: usize = accumulate ? d_weight : 0;
  if (transposed) matmulRange(N, R, K, d_y, 4, 4 * N, x, 4 * K, 4, start, 4 * K, d_weight, 4 * K, first, end);
  else matmulRange(K, R, N, x, 4, 4 * K, d_y, 4 * N, 4, start, 4 * N, d_weight, 4 * N, first, end);
}

/** d_b += Σ_r d_y[r] */
export function linear_backward_bias(d_y: usize, d_bias: usize, R: i32, N: i32, first: i32, end: i32): void {
  for (let r = 0; r < R; r++) addRow(d_y + 4 * (r * N + first), d_bias + 4 * first, end - first);
}
