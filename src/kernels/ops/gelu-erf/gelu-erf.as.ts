// GELU with the exact normal distribution function, on N elements.

import { exp, ONE } from '../../backends/wasm/assembly/exp';
import { accumulate4, constant, fma, load4, store4 } from '../../backends/wasm/assembly/simd';

const HALF = memory.data<f32>([0.5]);
const MINUS_HALF = memory.data<f32>([-0.5]);
/** 1 / √(2π) */
const DENSITY = memory.data<f32>([0.39894228]);
/** Abramowitz & Stegun 7.1.26: p / √2 and the coefficients of the tail, with an error of at most 1e-7. */
const P = memory.data<f32>([0.2316419]);
const A1 = memory.data<f32>([0.254829592]);
const A2 = memory.data<f32>([-0.284496736]);
const A3 = memory.data<f32>([1.421413741]);
const A4 = memory.data<f32>([-1.453152027]);
const A5 = memory.data<f32>([1.061405429]);

/** y = x Φ(x) */
export function gelu_erf_forward(x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    store4(y + 4 * i, end - i, f32x4.mul(v, normalDistribution(v, gaussian(v))));
  }
}

/** d_x += d_y (Φ(x) + x e^(−x²/2) / √(2π)) */
export function gelu_erf_backward(x: usize, d_y: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    const power = gaussian(v);
    const slope = fma(f32x4.mul(v, power), constant(DENSITY), normalDistribution(v, power));
    accumulate4(d_x + 4 * i, end - i, load4(d_y + 4 * i, end - i), slope);
  }
}

/** e^(−x²/2) */
// @ts-ignore: decorator
@inline
function gaussian(x: v128): v128 {
  return exp(f32x4.mul(f32x4.mul(x, x), constant(MINUS_HALF)));
}

/** Φ(x) = (1 + erf(x / √2)) / 2: `tail` for negative x, 1 − `tail` for others; power = e^(−x²/2) */
// @ts-ignore: decorator
@inline
function normalDistribution(x: v128, power: v128): v128 {
  const t = f32x4.div(constant(ONE), fma(f32x4.abs(x), constant(P), constant(ONE)));
  let sum = fma(constant(A5), t, constant(A4));
  sum = fma(sum, t, constant(A3));
  sum = fma(sum, t, constant(A2));
  sum = fma(sum, t, constant(A1));
  const tail = f32x4.mul(f32x4.mul(f32x4.mul(sum, t), constant(HALF)), power);
  return v128.bitselect(tail, f32x4.sub(constant(ONE), tail), f32x4.lt(x, f32x4.splat(0)));
}
