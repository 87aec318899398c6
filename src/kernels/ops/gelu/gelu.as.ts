// GELU, tanh approximation, on N elements.

import { exp2, ONE } from '../../backends/wasm/assembly/exp';
import { constant, fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** 2 √(2/π), and that times 3 · 0.044715. */
const SLOPE = memory.data<f32>([1.5957691216]);
const CUBIC_SLOPE = memory.data<f32>([0.2140644488]);
/** −2 √(2/π) log₂ e, and that times 0.044715. */
const POWER = memory.data<f32>([-2.302208198]);
const CUBIC_POWER = memory.data<f32>([-0.1029432396]);
const HALF = memory.data<f32>([0.5]);
/** Below it, y may have lost digits of ½ x. */
const TINY = memory.data<f32>([1e-30]);
/** Of x². Beyond it, the slope is 0 or 1 in float32, and 2u′ could overflow. */
const LARGEST_SQUARE = memory.data<f32>([100]);

/** y = ½ x (1 + tanh u) = x / (1 + e^−2u), u = √(2/π) (x + 0.044715 x³) */
export function gelu_forward(x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    const power = f32x4.mul(v, fma(f32x4.mul(v, v), constant(CUBIC_POWER), constant(POWER)));
    store4(y + 4 * i, end - i, f32x4.div(v, f32x4.add(constant(ONE), exp2(power))));
  }
}

/** d_x = (d_x +) d_y (s + y (1 − s) 2u′), where s = 1 / (1 + e^−2u) is y / x */
export function gelu_backward(
  x: usize,
  y: usize,
  d_y: usize,
  d_x: usize,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  for (let i = first; i < end; i += 4) {
    const left = end - i;
    const v = load4(x + 4 * i, left);
    const gelu = load4(y + 4 * i, left);
    const isTiny = f32x4.lt(f32x4.abs(v), constant(TINY));
    const s = v128.bitselect(constant(HALF), f32x4.div(gelu, v), isTiny);
    const square = f32x4.pmin(f32x4.mul(v, v), constant(LARGEST_SQUARE));
    const twiceSlope = fma(square, constant(CUBIC_SLOPE), constant(SLOPE));
    const slope = fma(gelu, f32x4.mul(f32x4.sub(constant(ONE), s), twiceSlope), s);
    const gradient = f32x4.mul(load4(d_y + 4 * i, left), slope);
    const before = accumulate ? load4(d_x + 4 * i, left) : f32x4.splat(0);
    store4(d_x + 4 * i, left, f32x4.add(before, gradient));
  }
}
