// Dropout on N elements. `key` is seed, step and shard, −1 to keep all elements; `threshold` is an unsigned number.

import { load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = x · scale where the random word of the element is at least `threshold`, else 0; y = x with a negative shard */
export function dropout_forward(
  x: usize, key: usize, y: usize, N: i32, place: i32, threshold: i32, scale: f32, first: i32, end: i32,
): void {
  const scales = f32x4.splat(isOff(key) ? 1 : scale);
  const start = firstIndex(key, N);
  if (isOff(key)) threshold = 0;
  for (let i = first; i < end; i += 4) {
    const kept = keptLanes(key, place, start + (i >> 2), threshold);
    store4(y + 4 * i, end - i, v128.and(f32x4.mul(load4(x + 4 * i, end - i), scales), kept));
  }
}

/** d_x += d_y · scale where the forward pass kept x */
export function dropout_backward(
  d_y: usize, key: usize, d_x: usize, N: i32, place: i32, threshold: i32, scale: f32, first: i32, end: i32,
): void {
  const scales = f32x4.splat(isOff(key) ? 1 : scale);
  const start = firstIndex(key, N);
  if (isOff(key)) threshold = 0;
  for (let i = first; i < end; i += 4) {
    const at = d_x + 4 * i;
    const lanes = keptLanes(key, place, start + (i >> 2), threshold);
    const kept = v128.and(f32x4.mul(load4(d_y + 4 * i, end - i), scales), lanes);
    store4(at, end - i, f32x4.add(load4(at, end - i), kept));
  }
}

// @ts-ignore: decorator
@inline
function isOff(key: usize): bool {
  return load<i32>(key, 8) < 0;
}

/** Of the shard's first four elements among those of the batch */
// @ts-ignore: decorator
@inline
function firstIndex(key: usize, N: i32): i32 {
  return load<i32>(key, 8) * ((N + 3) >> 2);
}

/** All bits of a lane, where element 4 · index + lane is kept: pcg4d of Jarzynski & Olano 2020. */
// @ts-ignore: decorator
@inline
function keptLanes(key: usize, place: i32, index: i32, threshold: i32): v128 {
  let x = load<i32>(key) * 1664525 + 1013904223;
  let y = load<i32>(key, 4) * 1664525 + 1013904223;
  let z = place * 1664525 + 1013904223;
  let w = index * 1664525 + 1013904223;
  x += y * w;
  y += z * x;
  z += x * y;
  w += y * z;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  w ^= w >>> 16;
  x += y * w;
  y += z * x;
  z += x * y;
  w += y * z;
  let words = i32x4.splat(x);
  words = i32x4.replace_lane(words, 1, y);
  words = i32x4.replace_lane(words, 2, z);
  words = i32x4.replace_lane(words, 3, w);
  return i32x4.ge_u(words, i32x4.splat(threshold));
}
