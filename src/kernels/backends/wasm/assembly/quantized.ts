// Rows of numbers in 16 bits (half precision), 8 or 4 bits (codes with scales), as `quantization.ts` lays them out.

/** Numbers with one scale, of 4 bits. */
const GROUP: i32 = 32;

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
