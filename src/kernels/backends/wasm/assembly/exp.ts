// exp, 2^x and sigmoid of four floats, with a relative error of about 1e-7.

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

/** e^x, not computed where all four are 0: half of the scores of causal attention are masked. */
// @ts-ignore: decorator
@inline
export function expOfScores(x: v128): v128 {
  return i32x4.all_true(f32x4.lt(x, constant(LOWEST))) ? f32x4.splat(0) : exp(x);
}

/** Exponents of the smallest normal number and of infinity. */
const LOWEST_POWER = memory.data<f32>([-126]);
const HIGHEST_POWER = memory.data<f32>([128]);
/** 2^r = 1 + Σ Ri r^i for |r| ≤ ½, with the least relative error, 1e-7. */
const R1 = memory.data<f32>([6.9314698e-1]);
const R2 = memory.data<f32>([2.4022242e-1]);
const R3 = memory.data<f32>([5.5507336e-2]);
const R4 = memory.data<f32>([9.671513e-3]);
const R5 = memory.data<f32>([1.3264727e-3]);

/** 2^x = 2^n 2^r with n = round(x): n is added to the exponent bits of 2^r. At least 2^−126; does not propagate NaN. */
// @ts-ignore: decorator
@inline
export function exp2(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, constant(LOWEST_POWER)), constant(HIGHEST_POWER));
  const shifted = f32x4.add(clamped, constant(ROUNDER));
  const r = f32x4.sub(clamped, f32x4.sub(shifted, constant(ROUNDER)));
  const square = f32x4.mul(r, r);
  const p01 = fma(constant(R1), r, constant(ONE));
  const p23 = fma(constant(R3), r, constant(R2));
  const p45 = fma(constant(R5), r, constant(R4));
  return i32x4.add(fma(fma(p45, square, p23), square, p01), i32x4.shl(shifted, 23));
}

/** 1 / (1 + e^−x) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(constant(ONE), f32x4.add(constant(ONE), exp(f32x4.sub(f32x4.splat(0), x))));
}
