// Peak rates of the processor, for benchmarks: multiply-adds and memory bandwidth.

import { constant, horizontalSum } from './simd';

const DECAY = memory.data<f32>([1.0 - 1e-7]);

/** ROUNDS · 12 · 4 multiply-adds per element of `result` (N), in twelve independent chains. */
export function multiply_adds(result: usize, ROUNDS: i32, first: i32, end: i32): void {
  const a = constant(DECAY);
  for (let i = first; i < end; i++) {
    const b = f32x4.splat(<f32>i * 1e-9);
    // Different start values, or the compiler would merge the chains.
    let c0 = offsetBy(b, 0), c1 = offsetBy(b, 1), c2 = offsetBy(b, 2), c3 = offsetBy(b, 3), c4 = offsetBy(b, 4), c5 = offsetBy(b, 5);
    let c6 = offsetBy(b, 6), c7 = offsetBy(b, 7), c8 = offsetBy(b, 8), c9 = offsetBy(b, 9), c10 = offsetBy(b, 10), c11 = offsetBy(b, 11);
    for (let round = 0; round < ROUNDS; round++) {
      c0 = next(c0, a, b);
      c1 = next(c1, a, b);
      c2 = next(c2, a, b);
      c3 = next(c3, a, b);
      c4 = next(c4, a, b);
      c5 = next(c5, a, b);
      c6 = next(c6, a, b);
      c7 = next(c7, a, b);
      c8 = next(c8, a, b);
      c9 = next(c9, a, b);
      c10 = next(c10, a, b);
      c11 = next(c11, a, b);
    }
    const first = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
    const second = f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7));
    const third = f32x4.add(f32x4.add(c8, c9), f32x4.add(c10, c11));
    store<f32>(result + 4 * i, horizontalSum(f32x4.add(f32x4.add(first, second), third)));
  }
}

/** Fused, the chain is the addend: else V8 copies a register each time. Unfused, it is a factor: else V8 hoists the product. */
// @ts-ignore: decorator
@inline
function next(chain: v128, a: v128, b: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, chain) : f32x4.add(f32x4.mul(chain, a), b);
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

/** Sums of rows (N, 64): reads of memory, and next to no writes. */
export function sums_of_64(source: usize, result: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i++) {
    const row = source + 256 * i;
    let s0 = v128.load(row), s1 = v128.load(row, 16), s2 = v128.load(row, 32), s3 = v128.load(row, 48);
    for (let at: usize = 64; at < 256; at += 64) {
      s0 = f32x4.add(s0, v128.load(row + at));
      s1 = f32x4.add(s1, v128.load(row + at, 16));
      s2 = f32x4.add(s2, v128.load(row + at, 32));
      s3 = f32x4.add(s3, v128.load(row + at, 48));
    }
    store<f32>(result + 4 * i, horizontalSum(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))));
  }
}
