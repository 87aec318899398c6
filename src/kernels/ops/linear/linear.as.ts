// Linear layers: x (R, K), y (R, N), weight (K, N), or (N, K) if `transposed`, bias (N) or absent.

import { matmul } from '../../backends/wasm/assembly/matmul';
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
): void {
  const wInner: i32 = transposed ? 4 : 4 * N;
  const wColumn: i32 = transposed ? 4 * K : 4;
  if (R >= ROWS) matmul(R, K, N, x, 4 * K, 4, weight, wInner, wColumn, bias, 0, y, 4 * N);
  // For fewer rows than a tile, packing the weight costs more than it saves.
  else for (let r = 0; r < R; r++) vectorMatmul(K, N, x + 4 * r * K, weight, wInner, wColumn, bias, y + 4 * r * N);
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
): void {
  const wInner: i32 = transposed ? 4 * K : 4;
  const wColumn: i32 = transposed ? 4 : 4 * N;
  matmul(R, N, K, d_y, 4 * N, 4, weight, wInner, wColumn, d_x, 4 * K, d_x, 4 * K);
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
): void {
  if (transposed) matmul(N, R, K, d_y, 4, 4 * N, x, 4 * K, 4, d_weight, 4 * K, d_weight, 4 * K);
  else matmul(K, R, N, x, 4, 4 * K, d_y, 4 * N, 4, d_weight, 4 * N, d_weight, 4 * N);
}

/** d_b += Σ_r d_y[r] */
export function linear_backward_bias(d_y: usize, d_bias: usize, R: i32, N: i32): void {
  for (let r = 0; r < R; r++) addRow(d_y + 4 * r * N, d_bias, N);
}
