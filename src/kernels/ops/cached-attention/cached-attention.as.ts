// Attention with a KV cache: queries, keys and values of T new positions, and a cache of keys and values (B, S, KV, D). New
// position t of row b is position past[b] + t of the cache and attends to all positions up to its own.

import { fma, load4, MASKED_SCORE, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** Appends the new keys and values to the cache. In words: positions of k and v are `kv_row` apart, the first at k_start, v_start. */
export function cached_attention_append(
  k: usize,
  v: usize,
  past: usize,
  keys: usize,
  values: usize,
  B: i32,
  T: i32,
  S: i32,
  kv_width: i32,
  kv_row: i32,
  k_start: i32,
  v_start: i32,
): void {
  const bytes = 4 * kv_width;
  for (let row = 0; row < B * T; row++) {
    const b = row / T;
    const target = (b * S + load<i32>(past + 4 * b) + (row % T)) * bytes;
    memory.copy(keys + target, k + 4 * (row * kv_row + k_start), bytes);
    memory.copy(values + target, v + 4 * (row * kv_row + v_start), bytes);
  }
}

/** scores (B, H, T, S) = scale · q·key; −1e30 at later positions of the cache. Positions of q are `q_row` words apart. */
export function cached_attention_scores(
  q: usize,
  past: usize,
  keys: usize,
  scores: usize,
  T: i32,
  S: i32,
  H: i32,
  KV: i32,
  D: i32,
  q_row: i32,
  scale: f32,
  first: i32,
  end: i32,
): void {
  const group = H / KV;
  scores += 4 * first * S;
  for (let row = first; row < end; row++) {
    const b = row / (H * T);
    const h = (row / T) % H;
    const t = row % T;
    const query = q + 4 * ((b * T + t) * q_row + h * D);
    const last = load<i32>(past + 4 * b) + t + 1;
    for (let s = 0; s < last; s++) {
      const key = keys + 4 * ((b * S + s) * KV + h / group) * D;
      let sum = f32x4.splat(0);
      for (let d = 0; d < D; d += 4) sum = fma(load4(query + 4 * d, D - d), load4(key + 4 * d, D - d), sum);
      store<f32>(scores, scale * horizontalSum(sum));
      scores += 4;
    }
    for (let s = last; s < S; s++) {
      store<f32>(scores, MASKED_SCORE);
      scores += 4;
    }
  }
}

/** z (B, T, H, D) = Σ_s pattern · value over the positions up to its own */
export function cached_attention_mix(
  past: usize,
  pattern: usize,
  values: usize,
  z: usize,
  T: i32,
  S: i32,
  H: i32,
  KV: i32,
  D: i32,
  first: i32,
  end: i32,
): void {
  const group = H / KV;
  for (let row = first; row < end; row++) {
    const b = row / (H * T);
    const h = (row / T) % H;
    const t = row % T;
    const weights = pattern + 4 * row * S;
    const last = load<i32>(past + 4 * b) + t + 1;
    for (let d = 0; d < D; d += 4) {
      let value = values + 4 * ((b * S * KV + h / group) * D + d);
      let sum = f32x4.splat(0);
      for (let s = 0; s < last; s++) {
        sum = fma(v128.load32_splat(weights + 4 * s), load4(value, D - d), sum);
        value += 4 * KV * D;
      }
      store4(z + 4 * (((b * T + t) * H + h) * D + d), D - d, sum);
    }
  }
}
