// The nonlinearities of neurons: gelu, relu and sigmoid, on N numbers of any shape.

import { sigmoid } from './exp';
import { fma, load4, store4 } from './simd';

/** √(2/π) and the cubic coefficient of gelu's tanh form. */
const SLOPE: f32 = 0.7978845608;
const CUBIC: f32 = 0.044715;

/** y = ½ x (1 + tanh u) = x · sigmoid(2u), u = √(2/π) (x + 0.044715 x³) */
export function gelu_forward(x: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const v = load4(x + 4 * i, N - i);
    store4(y + 4 * i, N - i, f32x4.mul(v, geluGate(v)));
  }
}

/** d_x += d_y (s + x s (1 − s) 2u′) with s = sigmoid(2u) */
export function gelu_backward(x: usize, d_y: usize, d_x: usize, N: i32): void {
  const one = f32x4.splat(1);
  for (let i = 0; i < N; i += 4) {
    const v = load4(x + 4 * i, N - i);
    const s = geluGate(v);
    const twiceSlope = fma(f32x4.mul(v, v), f32x4.splat(6 * SLOPE * CUBIC), f32x4.splat(2 * SLOPE));
    const bend = f32x4.mul(f32x4.mul(v, s), f32x4.mul(f32x4.sub(one, s), twiceSlope));
    accumulate(d_x + 4 * i, N - i, load4(d_y + 4 * i, N - i), f32x4.add(s, bend));
  }
}

/** sigmoid(2u) */
// @ts-ignore: decorator
@inline
function geluGate(x: v128): v128 {
  const twice = fma(f32x4.mul(x, x), f32x4.splat(2 * SLOPE * CUBIC), f32x4.splat(2 * SLOPE));
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
    const slope = f32x4.mul(s, f32x4.sub(f32x4.splat(1), s));
    accumulate(d_x + 4 * i, N - i, load4(d_y + 4 * i, N - i), slope);
  }
}

/** target += d · slope, four numbers. */
// @ts-ignore: decorator
@inline
function accumulate(target: usize, left: i32, d: v128, slope: v128): void {
  store4(target, left, fma(d, slope, load4(target, left)));
}
