// Splits qkv (R, 3C) into q, k and v (R, C).

import { addRow } from '../../backends/wasm/assembly/simd';

/** q, k, v = the thirds of each row */
export function split_forward(qkv: usize, q: usize, k: usize, v: usize, C: i32, first: i32, end: i32): void {
  const bytes = 4 * C;
  for (let r = first; r < end; r++) {
    const row = qkv + 3 * r * bytes;
    memory.copy(q + r * bytes, row, bytes);
    memory.copy(k + r * bytes, row + bytes, bytes);
    memory.copy(v + r * bytes, row + 2 * bytes, bytes);
  }
}

/** d_qkv = (d_qkv +) (d_q, d_k, d_v) */
export function split_backward(
  d_q: usize,
  d_k: usize,
  d_v: usize,
  d_qkv: usize,
  C: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const bytes = 4 * C;
  for (let r = first; r < end; r++) {
    const row = d_qkv + 3 * r * bytes;
    if (!accumulate) memory.fill(row, 0, 3 * bytes);
    addRow(d_q + r * bytes, row, C);
    addRow(d_k + r * bytes, row + bytes, C);
    addRow(d_v + r * bytes, row + 2 * bytes, C);
  }
}
