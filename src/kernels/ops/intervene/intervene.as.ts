// Affine intervention on N elements of an activation.

import { fma, load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = x · factor + offset */
export function intervene_forward(x: usize, factor: usize, offset: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const at = 4 * i;
    store4(y + at, end - i, fma(load4(x + at, end - i), load4(factor + at, end - i), load4(offset + at, end - i)));
  }
}

/** d_x += d_y · factor */
export function intervene_backward(factor: usize, d_y: usize, d_x: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i += 4) {
    const at = 4 * i;
    store4(d_x + at, end - i, fma(load4(d_y + at, end - i), load4(factor + at, end - i), load4(d_x + at, end - i)));
  }
}
