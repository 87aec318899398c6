// Concatenation of a (R, M) and b (R, N) along the columns.

import { addRow } from '../../backends/wasm/assembly/simd';

/** y[r] = (a[r], b[r]) */
export function concat_forward(a: usize, b: usize, y: usize, M: i32, N: i32, first: i32, end: i32): void {
  const bytesA = 4 * M;
  const bytesB = 4 * N;
  for (let r = first; r < end; r++) {
    const at = y + r * (bytesA + bytesB);
    memory.copy(at, a + r * bytesA, bytesA);
    memory.copy(at + bytesA, b + r * bytesB, bytesB);
  }
}

/** (d_a[r], d_b[r]) += d_y[r] */
export function concat_backward(d_y: usize, d_a: usize, d_b: usize, M: i32, N: i32, first: i32, end: i32): void {
  for (let r = first; r < end; r++) {
    const at = d_y + 4 * r * (M + N);
    addRow(at, d_a + 4 * r * M, M);
    addRow(at + 4 * M, d_b + 4 * r * N, N);
  }
}
