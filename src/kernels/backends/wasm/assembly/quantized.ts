// Rows of numbers in 16 bits (half precision), 8 or 4 bits (codes with scales), as `quantization.ts` lays them out.

import { fma, horizontalSum, load4 } from './simd';

/** Numbers with one scale, of 4 bits. */
const GROUP: i32 = 32;

/** Up to 32 unpacked numbers: the incomplete block at the end of a row. */
const lastBlock = memory.data(4 * GROUP, 16);

/** Bytes of a row of K codes: blocks of 16 bytes. */
// @ts-ignore: decorator
@inline
export function rowBytes(K: i32, bits: i32): i32 {
  return 16 * ((K * bits + 127) >> 7);
}

/** Bytes of the scales of a row. */
// @ts-ignore: decorator
@inline
export function scaleBytes(K: i32, bits: i32): i32 {
  if (bits === 16) return 0;
  return bits === 8 ? 4 : 4 * ((K + GROUP - 1) / GROUP);
}

/** Four of the integers of eight, as floats. */
// @ts-ignore: decorator
@inline
function lowFloats(eight: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
}
// @ts-ignore: decorator
@inline
function highFloats(eight: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
}

/** The low halves of 16 bytes as signed numbers. */
// @ts-ignore: decorator
@inline
function lowHalves(bytes: v128): v128 {
  return i8x16.shr_s(i8x16.shl(bytes, 4), 4);
}

/**
 * Four half-precision numbers in the low 16 bits of four lanes. Exponent and fraction, moved to their place in a float, are the
 * number times 2^−112, subnormal or not.
 */
// @ts-ignore: decorator
@inline
function fromHalves(halves: v128): v128 {
  const magnitude = i32x4.shl(v128.and(halves, i32x4.splat(0x7fff)), 13);
  const sign = i32x4.shl(v128.and(halves, i32x4.splat(0x8000)), 16);
  return v128.or(f32x4.mul(magnitude, f32x4.splat(5.192296858534828e33)), sign);
}

/** `count` numbers of a row from number `first` on, a multiple of 32. Writes whole blocks: up to 31 numbers more. */
export function unpackRow(codes: usize, scale: usize, first: i32, count: i32, bits: i32, target: usize): void {
  let at = codes + ((first * bits) >> 3);
  const end = at + rowBytes(count, bits);
  if (bits === 16) {
    for (; at < end; at += 16, target += 32) {
      const halves = v128.load(at);
      v128.store(target, fromHalves(i32x4.extend_low_i16x8_u(halves)));
      v128.store(target, fromHalves(i32x4.extend_high_i16x8_u(halves)), 16);
    }
  } else if (bits === 8) {
    const factor = v128.load32_splat(scale);
    for (; at < end; at += 16, target += 64) unpack16(v128.load(at), factor, target);
  } else {
    scale += 4 * (first / GROUP);
    for (; at < end; at += 16, target += 128, scale += 4) {
      const bytes = v128.load(at);
      const factor = v128.load32_splat(scale);
      unpack16(lowHalves(bytes), factor, target);
      unpack16(i8x16.shr_s(bytes, 4), factor, target + 64);
    }
  }
}

/** 16 signed bytes times a factor. */
// @ts-ignore: decorator
@inline
function unpack16(bytes: v128, factor: v128, target: usize): void {
  const low = i16x8.extend_low_i8x16_s(bytes);
  const high = i16x8.extend_high_i8x16_s(bytes);
  v128.store(target, f32x4.mul(lowFloats(low), factor));
  v128.store(target, f32x4.mul(highFloats(low), factor), 16);
  v128.store(target, f32x4.mul(lowFloats(high), factor), 32);
  v128.store(target, f32x4.mul(highFloats(high), factor), 48);
}

/** Dot product of x (K) with a row. */
export function dotRow(x: usize, codes: usize, scale: usize, K: i32, bits: i32): f32 {
  const blockNumbers = 128 / bits;
  const blocks = K / blockNumbers;
  let sum: v128;
  if (bits === 16) sum = dotHalves(x, codes, blocks);
  else if (bits === 8) sum = f32x4.mul(dotBytes(x, codes, blocks), v128.load32_splat(scale));
  else sum = dotNibbles(x, codes, scale, blocks);
  const done = blocks * blockNumbers;
  if (done === K) return horizontalSum(sum);
  // For 4 bits a block has one scale; for 8 bits the row has.
  unpackRow(codes + 16 * blocks, bits === 4 ? scale + 4 * blocks : scale, 0, K - done, bits, lastBlock);
  for (let k = done; k < K; k += 4) {
    const left = K - k;
    sum = fma(load4(x + 4 * k, left), load4(lastBlock + 4 * (k - done), left), sum);
  }
  return horizontalSum(sum);
}

function dotHalves(x: usize, codes: usize, blocks: i32): v128 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (; blocks > 0; blocks--) {
    const halves = v128.load(codes);
    s0 = fma(v128.load(x), fromHalves(i32x4.extend_low_i16x8_u(halves)), s0);
    s1 = fma(v128.load(x, 16), fromHalves(i32x4.extend_high_i16x8_u(halves)), s1);
    codes += 16;
    x += 32;
  }
  return f32x4.add(s0, s1);
}

function dotBytes(x: usize, codes: usize, blocks: i32): v128 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (; blocks > 0; blocks--) {
    const bytes = v128.load(codes);
    const low = i16x8.extend_low_i8x16_s(bytes);
    const high = i16x8.extend_high_i8x16_s(bytes);
    s0 = fma(v128.load(x), lowFloats(low), s0);
    s1 = fma(v128.load(x, 16), highFloats(low), s1);
    s2 = fma(v128.load(x, 32), lowFloats(high), s2);
    s3 = fma(v128.load(x, 48), highFloats(high), s3);
    codes += 16;
    x += 64;
  }
  return f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
}

function dotNibbles(x: usize, codes: usize, scale: usize, blocks: i32): v128 {
  let sum = f32x4.splat(0);
  for (; blocks > 0; blocks--) {
    const bytes = v128.load(codes);
    const first = lowHalves(bytes);
    const second = i8x16.shr_s(bytes, 4);
    const low0 = i16x8.extend_low_i8x16_s(first);
    const high0 = i16x8.extend_high_i8x16_s(first);
    const low1 = i16x8.extend_low_i8x16_s(second);
    const high1 = i16x8.extend_high_i8x16_s(second);
    let s0 = f32x4.mul(v128.load(x), lowFloats(low0));
    let s1 = f32x4.mul(v128.load(x, 16), highFloats(low0));
    s0 = fma(v128.load(x, 32), lowFloats(high0), s0);
    s1 = fma(v128.load(x, 48), highFloats(high0), s1);
    s0 = fma(v128.load(x, 64), lowFloats(low1), s0);
    s1 = fma(v128.load(x, 80), highFloats(low1), s1);
    s0 = fma(v128.load(x, 96), lowFloats(high1), s0);
    s1 = fma(v128.load(x, 112), highFloats(high1), s1);
    sum = fma(v128.load32_splat(scale), f32x4.add(s0, s1), sum);
    codes += 16;
    x += 128;
    scale += 4;
  }
  return sum;
}
