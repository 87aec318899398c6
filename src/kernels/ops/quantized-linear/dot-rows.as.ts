// Dot products of a vector with four rows of codes at once. Each row's sum is the same in whatever four it is computed.
// Codes are widened by zeros below them, one instruction where their sign needs two; the power of two is taken out at the end.

import { rowBytes, scaleBytes } from '../../backends/wasm/assembly/quantized';
import { fma, load4 } from '../../backends/wasm/assembly/simd';

/** Numbers with one scale, of 4 bits. */
const GROUP: i32 = 32;

/** x · rows n, n + step, n + 2 step and n + 3 step of codes, of which rows past the end are the last. */
export function dotRows4(
  x: usize,
  codes: usize,
  scale: usize,
  n: i32,
  step: i32,
  rows: i32,
  K: i32,
  bits: i32,
): v128 {
  const last = rows - 1;
  const second = min(n + step, last);
  const third = min(n + 2 * step, last);
  const fourth = min(n + 3 * step, last);
  const bytes = rowBytes(K, bits);
  const a = codes + n * bytes;
  const b = codes + second * bytes;
  const c = codes + third * bytes;
  const d = codes + fourth * bytes;
  if (bits === 16) return dotHalves4(x, a, b, c, d, K);
  const scales = scaleBytes(K, bits);
  const scaleA = scale + n * scales;
  const scaleB = scale + second * scales;
  const scaleC = scale + third * scales;
  const scaleD = scale + fourth * scales;
  if (bits === 4) return dotNibbles4(x, a, b, c, d, scaleA, scaleB, scaleC, scaleD, K);
  let factor = v128.load32_zero(scaleA);
  factor = v128.load32_lane(scaleB, factor, 1);
  factor = v128.load32_lane(scaleC, factor, 2);
  factor = v128.load32_lane(scaleD, factor, 3);
  return f32x4.mul(dotBytes4(x, a, b, c, d, K), f32x4.mul(factor, f32x4.splat(<f32>(1.0 / 65536))));
}

/** The sum of each of four vectors. */
// @ts-ignore: decorator
@inline
function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** Four of the `left` numbers that remain of x; past its end 0. */
// @ts-ignore: decorator
@inline
function remaining4(at: usize, left: i32): v128 {
  return left > 0 ? load4(at, left) : f32x4.splat(0);
}

// ── 16 bits ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Four half-precision numbers times 2^−112, subnormal or not: sign, exponent and fraction at their places in a float. x is multiplied
 * by 2^60 beforehand, so that products stay far from subnormal numbers, and the sum by 2^52.
 */
// @ts-ignore: decorator
@inline
function halves(at: usize): v128 {
  return v128.and(i32x4.shl(v128.load_ext<i16>(at), 13), i32x4.splat(0x8fffe000));
}
const BEFORE: f32 = 1152921504606846976; // 2^60
const AFTER: f32 = 4503599627370496; // 2^52

function dotHalves4(x: usize, a: usize, b: usize, c: usize, d: usize, K: i32): v128 {
  const before = f32x4.splat(BEFORE);
  const zero = f32x4.splat(0);
  let a0 = zero;
  let a1 = zero;
  let b0 = zero;
  let b1 = zero;
  let c0 = zero;
  let c1 = zero;
  let d0 = zero;
  let d1 = zero;
  for (let left = K; left > 0; left -= 8) {
    let x0: v128;
    let x1: v128;
    if (left >= 8) {
      x0 = v128.load(x);
      x1 = v128.load(x, 16);
    } else {
      x0 = load4(x, left);
      x1 = remaining4(x + 16, left - 4);
    }
    x0 = f32x4.mul(x0, before);
    x1 = f32x4.mul(x1, before);
    a0 = fma(x0, halves(a), a0);
    b0 = fma(x0, halves(b), b0);
    c0 = fma(x0, halves(c), c0);
    d0 = fma(x0, halves(d), d0);
    a1 = fma(x1, halves(a + 8), a1);
    b1 = fma(x1, halves(b + 8), b1);
    c1 = fma(x1, halves(c + 8), c1);
    d1 = fma(x1, halves(d + 8), d1);
    x += 32;
    a += 16;
    b += 16;
    c += 16;
    d += 16;
  }
  const four = sums(f32x4.add(a0, a1), f32x4.add(b0, b1), f32x4.add(c0, c1), f32x4.add(d0, d1));
  return f32x4.mul(four, f32x4.splat(AFTER));
}

// ── 8 bits ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The low or high four of eight integers, times 65,536, as floats. */
// @ts-ignore: decorator
@inline
function low(eight: v128): v128 {
  return f32x4.convert_i32x4_s(v128.shuffle<i16>(i16x8.splat(0), eight, 0, 8, 1, 9, 2, 10, 3, 11));
}
// @ts-ignore: decorator
@inline
function high(eight: v128): v128 {
  return f32x4.convert_i32x4_s(v128.shuffle<i16>(i16x8.splat(0), eight, 4, 12, 5, 13, 6, 14, 7, 15));
}

/** sum + the products of eight numbers with eight codes of 8 bits, times 65,536. */
// @ts-ignore: decorator
@inline
function addBytes(x0: v128, x1: v128, at: usize, sum: v128): v128 {
  const eight = v128.load_ext<i8>(at);
  return fma(x1, high(eight), fma(x0, low(eight), sum));
}

function dotBytes4(x: usize, a: usize, b: usize, c: usize, d: usize, K: i32): v128 {
  const zero = f32x4.splat(0);
  let a0 = zero;
  let a1 = zero;
  let b0 = zero;
  let b1 = zero;
  let c0 = zero;
  let c1 = zero;
  let d0 = zero;
  let d1 = zero;
  for (let left = K; left > 0; left -= 16) {
    let x0: v128;
    let x1: v128;
    let x2: v128;
    let x3: v128;
    if (left >= 16) {
      x0 = v128.load(x);
      x1 = v128.load(x, 16);
      x2 = v128.load(x, 32);
      x3 = v128.load(x, 48);
    } else {
      x0 = load4(x, left);
      x1 = remaining4(x + 16, left - 4);
      x2 = remaining4(x + 32, left - 8);
      x3 = remaining4(x + 48, left - 12);
    }
    a0 = addBytes(x0, x1, a, a0);
    b0 = addBytes(x0, x1, b, b0);
    c0 = addBytes(x0, x1, c, c0);
    d0 = addBytes(x0, x1, d, d0);
    a1 = addBytes(x2, x3, a + 8, a1);
    b1 = addBytes(x2, x3, b + 8, b1);
    c1 = addBytes(x2, x3, c + 8, c1);
    d1 = addBytes(x2, x3, d + 8, d1);
    x += 64;
    a += 16;
    b += 16;
    c += 16;
    d += 16;
  }
  return sums(f32x4.add(a0, a1), f32x4.add(b0, b1), f32x4.add(c0, c1), f32x4.add(d0, d1));
}

// ── 4 bits ────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** sum + scale · the products of 32 numbers with 32 codes of 4 bits, times 2^28. */
// @ts-ignore: decorator
@inline
function addNibbles(x: usize, at: usize, scale: usize, sum: v128): v128 {
  const bytes = v128.load(at);
  // The code in the high half of each byte, times 16; then times 4,096 as 16 bits.
  const upper = i8x16.splat(-16);
  const zero = i8x16.splat(0);
  const first = v128.and(i16x8.shl(bytes, 4), upper);
  const second = v128.and(bytes, upper);
  const q0 = v128.shuffle<i8>(zero, first, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const q1 = v128.shuffle<i8>(zero, first, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const q2 = v128.shuffle<i8>(zero, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const q3 = v128.shuffle<i8>(zero, second, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  let even = f32x4.mul(v128.load(x), low(q0));
  let odd = f32x4.mul(v128.load(x, 16), high(q0));
  even = fma(v128.load(x, 32), low(q1), even);
  odd = fma(v128.load(x, 48), high(q1), odd);
  even = fma(v128.load(x, 64), low(q2), even);
  odd = fma(v128.load(x, 80), high(q2), odd);
  even = fma(v128.load(x, 96), low(q3), even);
  odd = fma(v128.load(x, 112), high(q3), odd);
  return fma(v128.load32_splat(scale), f32x4.add(even, odd), sum);
}

function dotNibbles4(
  x: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  scaleA: usize,
  scaleB: usize,
  scaleC: usize,
  scaleD: usize,
  K: i32,
): v128 {
  let sumA = f32x4.splat(0);
  let sumB = sumA;
  let sumC = sumA;
  let sumD = sumA;
  for (let left = K; left >= GROUP; left -= GROUP) {
    sumA = addNibbles(x, a, scaleA, sumA);
    sumB = addNibbles(x, b, scaleB, sumB);
    sumC = addNibbles(x, c, scaleC, sumC);
    sumD = addNibbles(x, d, scaleD, sumD);
    x += 128;
    a += 16;
    b += 16;
    c += 16;
    d += 16;
    scaleA += 4;
    scaleB += 4;
    scaleC += 4;
    scaleD += 4;
  }
  const four = f32x4.mul(sums(sumA, sumB, sumC, sumD), f32x4.splat(<f32>(1.0 / 268435456)));
  const left = K % GROUP;
  if (left === 0) return four;
  let last = f32x4.splat(lastNibbles(x, a, scaleA, left));
  last = f32x4.replace_lane(last, 1, lastNibbles(x, b, scaleB, left));
  last = f32x4.replace_lane(last, 2, lastNibbles(x, c, scaleC, left));
  last = f32x4.replace_lane(last, 3, lastNibbles(x, d, scaleD, left));
  return f32x4.add(four, last);
}

/** Fewer than 32 numbers at the end of a row. */
function lastNibbles(x: usize, at: usize, scale: usize, count: i32): f32 {
  let sum: f32 = 0;
  for (let k = 0; k < count; k++) {
    const byte = <i32>load<u8>(at + (k & 15));
    const code = ((k < 16 ? byte << 4 : byte) << 24) >> 28;
    sum += load<f32>(x + 4 * k) * <f32>code;
  }
  return sum * load<f32>(scale);
}
