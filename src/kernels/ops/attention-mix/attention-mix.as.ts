// Attention's weighted sum of values: pattern (B, H, T, T), v (B, T, KV, D) and z (B, T, H, D). Causal passes skip future positions.

import { FULL, LOWER_TRIANGULAR_A, UPPER_TRIANGULAR_A } from '../../backends/wasm/assembly/matmul';
import { dotProducts, weightedSums } from '../attention/head-products.as';

/** z = pattern · v */
export function attention_mix_forward(
  pattern: usize,
  v: usize,
  z: usize,
  B: i32,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  causal: i32,
): void {
  weightedSums(pattern, 4 * T, 4, v, 0, z, B, T, H, KV, H, D, 1, causal ? LOWER_TRIANGULAR_A : FULL);
}

/** d_pattern += d_z vᵀ */
export function attention_mix_backward_pattern(
  v: usize,
  d_z: usize,
  d_pattern: usize,
  B: i32,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  causal: i32,
): void {
  dotProducts(d_z, v, d_pattern, d_pattern, B, T, H, KV, D, 1, causal);
}

/** d_v += patternᵀ d_z */
export function attention_mix_backward_v(
  pattern: usize,
  d_z: usize,
  d_v: usize,
  B: i32,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  causal: i32,
): void {
  weightedSums(pattern, 4, 4 * T, d_z, d_v, d_v, B, T, H, H, KV, D, 1, causal ? UPPER_TRIANGULAR_A : FULL);
}
