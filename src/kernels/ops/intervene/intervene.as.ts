// Affine intervention on N elements of an activation.

import { fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = x · factor + offset */
export function intervene_forward(x: usize, factor: usize, offset: usize, y: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const at = 4 * i;
    store4(y + at, N - i, fma(load4(x + at, N - i), load4(factor + at, N - i), load4(offset + at, N - i)));
  }
}

/** d_x += d_y · factor */
export function intervene_backward(factor: usize, d_y: usize, d_x: usize, N: i32): void {
  for (let i = 0; i < N; i += 4) {
    const at = 4 * i;
    store4(d_x + at, N - i, fma(load4(d_y + at, N - i), load4(factor + at, N - i), load4(d_x + at, N - i)));
  }
}
