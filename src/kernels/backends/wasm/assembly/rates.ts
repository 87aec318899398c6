// Peak rates of the processor, for benchmarks: multiply-adds and memory bandwidth.

import { fma, horizontalSum } from './simd';

/** ROUNDS · 12 · 4 multiply-adds per element of `result` (N), in twelve independent chains. */
export function multiply_adds(result: usize, ROUNDS: i32, first: i32, end: i32): void {
  const a = f32x4.splat(1.0 - 1e-7);
  for (let i = first; i < end; i++) {
    const b = f32x4.splat(<f32>i * 1e-9);
    // Different start values, or the compiler would merge the chains.
    let c0 = offsetBy(b, 0), c1 = offsetBy(b, 1), c2 = offsetBy(b, 2), c3 = offsetBy(b, 3), c4 = offsetBy(b, 4), c5 = offsetBy(b, 5);
    let c6 = offsetBy(b, 6), c7 = offsetBy(b, 7), c8 = offsetBy(b, 8), c9 = offsetBy(b, 9), c10 = offsetBy(b, 10), c11 = offsetBy(b, 11);
    for (let round = 0; round < ROUNDS; round++) {
      c0 = fma(c0, a, b);
      c1 = fma(c1, a, b);
      c2 = fma(c2, a, b);
      c3 = fma(c3, a, b);
      c4 = fma(c4, a, b);
      c5 = fma(c5, a, b);
      c6 = fma(c6, a, b);
      c7 = fma(c7, a, b);
      c8 = fma(c8, a, b);
      c9 = fma(c9, a, b);
      c10 = fma(c10, a, b);
      c11 = fma(c11, a, b);
    }
    const first = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
    const second = f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7));
    const third = f32x4.add(f32x4.add(c8, c9), f32x4.add(c10, c11));
    store<f32>(result + 4 * i, horizontalSum(f32x4.add(f32x4.add(first, second), third)));
  }
}

// @ts-ignore: decorator
@inline
function offsetBy(b: v128, start: f32): v128 {
  return f32x4.add(b, f32x4.splat(start));
}

/** Copies words. */
export function copy(source: usize, result: usize, first: i32, end: i32): void {
  memory.copy(result + 4 * first, source + 4 * first, 4 * (end - first));
}
