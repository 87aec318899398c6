// The logistic sigmoid on N elements.

import { ONE, sigmoid } from '../../backends/wasm/assembly/exp';
import { accumulate4, constant, load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = 1 / (1 + exp(−x)) */
export function sigmoid_forward(x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) store4(y + 4 * i, end - i, sigmoid(load4(x + 4 * i, end - i)));
}

/** d_x += d_y y (1 − y) */
export function sigmoid_backward(y: usize, d_y: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const s = load4(y + 4 * i, end - i);
    const slope = f32x4.mul(s, f32x4.sub(constant(ONE), s));
    accumulate4(d_x + 4 * i, end - i, load4(d_y + 4 * i, end - i), slope);
  }
}
