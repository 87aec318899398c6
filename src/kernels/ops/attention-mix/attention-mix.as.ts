// Attention's weighted sum of values: pattern (B, H, T, T), v (B, T, KV, D) and z (B, T, H, D). Causal passes skip future positions.

import { FULL, LOWER_TRIANGULAR_A, UPPER_TRIANGULAR_A } from '../../backends/wasm/assembly/matmul';
import { dotProducts, weightedSums } from '../attention/head-products.as';

/** z = pattern · v */
export function attention_mix_forward(
  pattern: usize,
  v: usize,
  z: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  causal: i32,
  first: i32,
  end: i32,
): void {
  weightedSums(pattern, 4 * T, 4, v, z, T, H, KV, H, D, 1, causal ? LOWER_TRIANGULAR_A : FULL, 0, first, end);
}

/** d_pattern = (d_pattern +) d_z vᵀ, 0 for future positions */
export function attention_mix_backward_pattern(
  v: usize,
  d_z: usize,
  d_pattern: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  causal: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  dotProducts(d_z, v, d_pattern, T, H, KV, D, 1, causal, 0, accumulate, first, end);
}

/** d_v = (d_v +) patternᵀ d_z */
export function attention_mix_backward_v(
  pattern: usize,
  d_z: usize,
  d_v: usize,
  T: i32,
  H: i32,
  KV: i32,
  D: i32,
  causal: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const group = H / KV;
  const mask = causal ? UPPER_TRIANGULAR_A : FULL;
  weightedSums(pattern, 4, 4 * T, d_z, d_v, T, H, H, KV, D, 1, mask, accumulate, first * group, end * group);
}
