// ReLU on N elements.

import { load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = max(x, 0) */
export function relu_forward(x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    store4(y + 4 * i, end - i, f32x4.max(load4(x + 4 * i, end - i), f32x4.splat(0)));
  }
}

/** d_x += d_y where x > 0 */
export function relu_backward(x: usize, d_y: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const isPositive = f32x4.gt(load4(x + 4 * i, end - i), f32x4.splat(0));
    const target = d_x + 4 * i;
    store4(target, end - i, f32x4.add(load4(target, end - i), v128.and(load4(d_y + 4 * i, end - i), isPositive)));
  }
}
