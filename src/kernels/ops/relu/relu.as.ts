// ReLU on N elements.

import { load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = max(x, 0) */
export function relu_forward(x: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    store4(y + 4 * i, N - i, f32x4.max(load4(x + 4 * i, N - i), f32x4.splat(0)));
  }
}

/** d_x += d_y where x > 0 */
export function relu_backward(x: usize, d_y: usize, d_x: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const isPositive = f32x4.gt(load4(x + 4 * i, N - i), f32x4.splat(0));
    const target = d_x + 4 * i;
    store4(target, N - i, f32x4.add(load4(target, N - i), v128.and(load4(d_y + 4 * i, N - i), isPositive)));
  }
}
