// Attention with a KV cache: qkv (B, T, 3C) of T new positions, keys and values (B, S, C). New position t of row b is position
// past[b] + t of the cache and attends to all positions up to its own.

import { fma, load4, MASKED_SCORE, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** Appends the new keys and values to the cache. */
export function cached_attention_append(
  qkv: usize,
  past: usize,
  keys: usize,
  values: usize,
  B: i32,
  T: i32,
  S: i32,
  C: i32,
): void {
  const bytes = 4 * C;
  for (let row = 0; row < B * T; row++) {
    const b = row / T;
    const source = qkv + 3 * row * bytes;
    const target = (b * S + load<i32>(past + 4 * b) + (row % T)) * bytes;
    memory.copy(keys + target, source + bytes, bytes);
    memory.copy(values + target, source + 2 * bytes, bytes);
  }
}

/** scores (B, H, T, S) = scale · q·key; −1e30 at later positions of the cache */
export function cached_attention_scores(
  qkv: usize,
  past: usize,
  keys: usize,
  scores: usize,
  B: i32,
  T: i32,
  S: i32,
  C: i32,
  H: i32,
  scale: f32,
): void {
  const D = C / H;
  for (let row = 0; row < B * H * T; row++) {
    const b = row / (H * T);
    const column = 4 * ((row / T) % H) * D;
    const t = row % T;
    const q = qkv + 12 * (b * T + t) * C + column;
    const end = load<i32>(past + 4 * b) + t + 1;
    for (let s = 0; s < end; s++) {
      const key = keys + 4 * (b * S + s) * C + column;
      let sum = f32x4.splat(0);
      for (let d = 0; d < D; d += 4) sum = fma(load4(q + 4 * d, D - d), load4(key + 4 * d, D - d), sum);
      store<f32>(scores, scale * horizontalSum(sum));
      scores += 4;
    }
    for (let s = end; s < S; s++) {
      store<f32>(scores, MASKED_SCORE);
      scores += 4;
    }
  }
}

/** z (B, T, C) = Σ_s pattern · value over the positions up to its own */
export function cached_attention_mix(
  past: usize,
  pattern: usize,
  values: usize,
  z: usize,
  B: i32,
  T: i32,
  S: i32,
  C: i32,
  H: i32,
): void {
  const D = C / H;
  for (let row = 0; row < B * H * T; row++) {
    const b = row / (H * T);
    const column = 4 * ((row / T) % H) * D;
    const t = row % T;
    const weights = pattern + 4 * row * S;
    const end = load<i32>(past + 4 * b) + t + 1;
    for (let d = 0; d < D; d += 4) {
      let value = values + 4 * (b * S * C + d) + column;
      let sum = f32x4.splat(0);
      for (let s = 0; s < end; s++) {
        sum = fma(v128.load32_splat(weights + 4 * s), load4(value, D - d), sum);
        value += 4 * C;
      }
      store4(z + 4 * ((b * T + t) * C + d) + column, D - d, sum);
    }
  }
}
