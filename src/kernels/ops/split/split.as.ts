// Cuts rows of 3C into queries, keys and values of C each.

import { addRow } from '../../backends/wasm/assembly/simd';

export function split_forward(qkv: usize, q: usize, k: usize, v: usize, R: i32, C: i32): void {
  const bytes = 4 * C;
  for (let r = 0; r < R; r++) {
    const row = qkv + 3 * r * bytes;
    memory.copy(q + r * bytes, row, bytes);
    memory.copy(k + r * bytes, row + bytes, bytes);
    memory.copy(v + r * bytes, row + 2 * bytes, bytes);
  }
}

export function split_backward(d_q: usize, d_k: usize, d_v: usize, d_qkv: usize, R: i32, C: i32): void {
  const bytes = 4 * C;
  for (let r = 0; r < R; r++) {
    const row = d_qkv + 3 * r * bytes;
    addRow(d_q + r * bytes, row, C);
    addRow(d_k + r * bytes, row + bytes, C);
    addRow(d_v + r * bytes, row + 2 * bytes, C);
  }
}
