// GELU, tanh approximation, on N elements.

import { ONE, sigmoid } from '../../backends/wasm/assembly/exp';
import { accumulate4, constant, fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** 2 √(2/π), that times 0.044715, and that times 3. */
const SLOPE = memory.data<f32>([1.5957691216]);
const CUBIC = memory.data<f32>([0.0713548163]);
const CUBIC_SLOPE = memory.data<f32>([0.2140644488]);

/** y = ½ x (1 + tanh u) = x · sigmoid(2u), u = √(2/π) (x + 0.044715 x³) */
export function gelu_forward(x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    store4(y + 4 * i, end - i, f32x4.mul(v, geluGate(v)));
  }
}

/** d_x += d_y (s + x s (1 − s) 2u′) with s = sigmoid(2u) */
export function gelu_backward(x: usize, d_y: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    const s = geluGate(v);
    const twiceSlope = fma(f32x4.mul(v, v), constant(CUBIC_SLOPE), constant(SLOPE));
    const gateDerivative = f32x4.mul(f32x4.mul(v, s), f32x4.mul(f32x4.sub(constant(ONE), s), twiceSlope));
    accumulate4(d_x + 4 * i, end - i, load4(d_y + 4 * i, end - i), f32x4.add(s, gateDerivative));
  }
}

/** sigmoid(2u) */
// @ts-ignore: decorator
@inline
function geluGate(x: v128): v128 {
  const slope = fma(f32x4.mul(x, x), constant(CUBIC), constant(SLOPE));
  return sigmoid(f32x4.mul(x, slope));
}
