// exp and sigmoid of four floats, with a relative error of about 1e-7.

import { constant, fma } from './simd';

export const ONE = memory.data<f32>([1]);
const LOG2_E = memory.data<f32>([1.44269504]);
/** −ln 2 in two parts (Cody–Waite); multiples of the first are exact, because it has few bits. */
const LN2_HIGH = memory.data<f32>([-0.693359375]);
const LN2_LOW = memory.data<f32>([2.12194440e-4]);
/** Adding 1.5 · 2²³ rounds to an integer and leaves it in the lowest bits. */
const ROUNDER = memory.data<f32>([12582912]);
/** Below it e^x is subnormal and set to 0, so masked scores give exactly 0. */
const LOWEST = memory.data<f32>([-87.3]);
const HIGHEST = memory.data<f32>([88.8]);
/** (e^r − 1 − r) / r² = Σ Pi r^i, from expf of Moshier's Cephes library. */
const P0 = memory.data<f32>([5.0000001201e-1]);
const P1 = memory.data<f32>([1.6666665459e-1]);
const P2 = memory.data<f32>([4.1665795894e-2]);
const P3 = memory.data<f32>([8.3334519073e-3]);
const P4 = memory.data<f32>([1.3981999507e-3]);
const P5 = memory.data<f32>([1.9875691500e-4]);

/** e^x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2. Propagates NaN; overflows to infinity. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const lowest = constant(LOWEST);
  const clamped = f32x4.pmin(f32x4.pmax(x, lowest), constant(HIGHEST));
  const shifted = fma(clamped, constant(LOG2_E), constant(ROUNDER));
  const n = f32x4.sub(shifted, constant(ROUNDER));
  const r = fma(n, constant(LN2_LOW), fma(n, constant(LN2_HIGH), clamped));
  const square = f32x4.mul(r, r);
  // Estrin's scheme: pairs of terms are independent.
  const p01 = fma(constant(P1), r, constant(P0));
  const p23 = fma(constant(P3), r, constant(P2));
  const p45 = fma(constant(P5), r, constant(P4));
  const p = fma(fma(p45, square, p23), square, p01);
  const power = fma(p, square, f32x4.add(r, constant(ONE)));
  const two = i32x4.add(i32x4.shl(shifted, 23), constant(ONE)); // 2^n: adds n to the exponent bits of 1
  return v128.andnot(f32x4.mul(power, two), f32x4.lt(x, lowest));
}

/** 1 / (1 + e^−x) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(constant(ONE), f32x4.add(constant(ONE), exp(f32x4.sub(f32x4.splat(0), x))));
}
