// The logistic sigmoid on N elements.

import { ONE, sigmoid } from '../../backends/wasm/assembly/exp';
import { accumulate4, constant, load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = 1 / (1 + exp(−x)) */
export function sigmoid_forward(x: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) store4(y + 4 * i, N - i, sigmoid(load4(x + 4 * i, N - i)));
}

/** d_x += d_y y (1 − y) */
export function sigmoid_backward(y: usize, d_y: usize, d_x: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const s = load4(y + 4 * i, N - i);
    const slope = f32x4.mul(s, f32x4.sub(constant(ONE), s));
    accumulate4(d_x + 4 * i, N - i, load4(d_y + 4 * i, N - i), slope);
  }
}
