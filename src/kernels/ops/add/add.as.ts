// Sum of a (N) and b (M), with M a divisor of N; b broadcasts over the leading axes of a.

import { addRow, load4, store4 } from '../../backends/wasm/assembly/simd';

/** y = a + b */
export function add_forward(a: usize, b: usize, y: usize, M: i32, first: i32, end: i32): void {
  for (let row = first * M; row < end * M; row += M) {
    for (let i = 0; i < M; i += 4) {
      const at = 4 * (row + i);
      store4(y + at, M - i, f32x4.add(load4(a + at, M - i), load4(b + 4 * i, M - i)));
    }
  }
}

/** d_a += d_y */
export function add_backward_a(d_y: usize, d_a: usize, first: i32, end: i32): void {
  addRow(d_y + 4 * first, d_a + 4 * first, end - first);
}

/** d_b += Σ d_y over the leading axes that b lacks */
export function add_backward_b(d_y: usize, d_b: usize, N: i32, M: i32, first: i32, end: i32): void {
  for (let row = first; row < N; row += M) addRow(d_y + 4 * row, d_b + 4 * first, end - first);
}
