// Exponentials of four floats at once, to about one part in ten million.

import { fma } from './simd';

const LOG2_E: f32 = 1.44269504;
/** ln 2 in two parts; the first has few bits, so that its multiples are exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;
/** Adding 1.5 · 2²³ leaves a float's integer part in its lowest bits. */
const ROUNDER: f32 = 12582912;
/** Below it e^x is no normal float any more, and counts as 0; so masked scores get exactly 0. */
const LOWEST: f32 = -87.3;
const HIGHEST: f32 = 88.8;

/**
 * e^x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2. The polynomial for e^r is that of Moshier's Cephes library.
 * NaN stays NaN, and what is too large becomes infinite.
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const within = f32x4.pmin(f32x4.pmax(x, f32x4.splat(LOWEST)), f32x4.splat(HIGHEST));
  const shifted = fma(within, f32x4.splat(LOG2_E), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const r = fma(n, f32x4.splat(-LN2_LOW), fma(n, f32x4.splat(-LN2_HIGH), within));
  let p = f32x4.splat(1.9875691500e-4);
  p = fma(p, r, f32x4.splat(1.3981999507e-3));
  p = fma(p, r, f32x4.splat(8.3334519073e-3));
  p = fma(p, r, f32x4.splat(4.1665795894e-2));
  p = fma(p, r, f32x4.splat(1.6666665459e-1));
  p = fma(p, r, f32x4.splat(5.0000001201e-1));
  p = fma(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f800000)); // 2^n, by its exponent bits
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** 1 / (1 + e^−x) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}
