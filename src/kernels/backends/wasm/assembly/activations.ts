// The nonlinearities of neurons: gelu, relu and sigmoid, on N numbers of any shape.

import { ONE, sigmoid } from './exp';
import { constant, fma, load4, store4 } from './simd';

/** 2 √(2/π), and times gelu's cubic coefficient 0.044715, and three times that. */
const SLOPE = memory.data<f32>([1.5957691216]);
const CUBIC = memory.data<f32>([0.0713548163]);
const CUBIC_SLOPE = memory.data<f32>([0.2140644488]);

/** y = ½ x (1 + tanh u) = x · sigmoid(2u), u = √(2/π) (x + 0.044715 x³) */
export function gelu_forward(x: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const v = load4(x + 4 * i, N - i);
    store4(y + 4 * i, N - i, f32x4.mul(v, geluGate(v)));
  }
}

/** d_x += d_y (s + x s (1 − s) 2u′) with s = sigmoid(2u) */
export function gelu_backward(x: usize, d_y: usize, d_x: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const v = load4(x + 4 * i, N - i);
    const s = geluGate(v);
    const twiceSlope = fma(f32x4.mul(v, v), constant(CUBIC_SLOPE), constant(SLOPE));
    const bend = f32x4.mul(f32x4.mul(v, s), f32x4.mul(f32x4.sub(constant(ONE), s), twiceSlope));
    accumulate(d_x + 4 * i, N - i, load4(d_y + 4 * i, N - i), f32x4.add(s, bend));
  }
}

/** sigmoid(2u) */
// @ts-ignore: decorator
@inline
function geluGate(x: v128): v128 {
  const twice = fma(f32x4.mul(x, x), constant(CUBIC), constant(SLOPE));
  return sigmoid(f32x4.mul(x, twice));
}

export function relu_forward(x: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    store4(y + 4 * i, N - i, f32x4.max(load4(x + 4 * i, N - i), f32x4.splat(0)));
  }
}

/** d_x += d_y where x > 0 */
export function relu_backward(x: usize, d_y: usize, d_x: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const open = f32x4.gt(load4(x + 4 * i, N - i), f32x4.splat(0));
    const at = d_x + 4 * i;
    store4(at, N - i, f32x4.add(load4(at, N - i), v128.and(load4(d_y + 4 * i, N - i), open)));
  }
}

export function sigmoid_forward(x: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) store4(y + 4 * i, N - i, sigmoid(load4(x + 4 * i, N - i)));
}

/** d_x += d_y y (1 − y) */
export function sigmoid_backward(y: usize, d_y: usize, d_x: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const s = load4(y + 4 * i, N - i);
    const slope = f32x4.mul(s, f32x4.sub(constant(ONE), s));
    accumulate(d_x + 4 * i, N - i, load4(d_y + 4 * i, N - i), slope);
  }
}

/** target += d · slope, four numbers. */
// @ts-ignore: decorator
@inline
function accumulate(target: usize, left: i32, d: v128, slope: v128): void {
  store4(target, left, fma(d, slope, load4(target, left)));
}
