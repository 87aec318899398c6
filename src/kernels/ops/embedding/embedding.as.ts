// Embedding lookup: rows of table (V, C) by ids (R).

import { addRow } from '../../backends/wasm/assembly/simd';

/** y[r] = table[ids[r]] */
export function embedding_forward(ids: usize, table: usize, y: usize, C: i32, first: i32, end: i32): void {
  const bytes = 4 * C;
  for (let r = first; r < end; r++) memory.copy(y + r * bytes, table + load<i32>(ids + 4 * r) * bytes, bytes);
}

/** d_table[v] += Σ d_y[r] over the positions r with id v: entries rowStarts[v] … rowStarts[v + 1] − 1 of rowPositions */
export function embedding_backward(
  rowStarts: usize,
  rowPositions: usize,
  d_y: usize,
  d_table: usize,
  V: i32,
  C: i32,
): void {
  const bytes = 4 * C;
  for (let v = 0; v < V; v++) {
    const end = load<i32>(rowStarts + 4 * v, 4);
    for (let i = load<i32>(rowStarts + 4 * v); i < end; i++) {
      addRow(d_y + load<i32>(rowPositions + 4 * i) * bytes, d_table + v * bytes, C);
    }
  }
}
