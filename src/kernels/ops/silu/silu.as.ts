// SiLU on N elements.

import { ONE, sigmoid } from '../../backends/wasm/assembly/exp';
import { accumulate4, constant, fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = x sigmoid(x) */
export function silu_forward(x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    store4(y + 4 * i, end - i, f32x4.mul(v, sigmoid(v)));
  }
}

/** d_x += d_y s (1 + x (1 − s)) with s = sigmoid(x) */
export function silu_backward(x: usize, d_y: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const v = load4(x + 4 * i, end - i);
    accumulate4(d_x + 4 * i, end - i, load4(d_y + 4 * i, end - i), siluSlope(v, sigmoid(v)));
  }
}

/** s (1 + x (1 − s)) */
// @ts-ignore: decorator
@inline
export function siluSlope(x: v128, s: v128): v128 {
  return f32x4.mul(s, fma(x, f32x4.sub(constant(ONE), s), constant(ONE)));
}
