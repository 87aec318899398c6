// Embedding lookup in a quantised table, or a shard (V, C) of it, by ids (R) of the whole table.

import { rowBytes, scaleBytes, unpackRow } from '../../backends/wasm/assembly/quantized';

/** A part of a row: rows of a result are not padded to whole blocks. */
const CHUNK: i32 = 512;
const chunk = memory.data(4 * CHUNK, 64);

/** y[r] = row ids[r] − first if the table holds that row, else before[r], or 0 if `before` is absent */
export function quantized_embedding_forward(
  ids: usize,
  codes: usize,
  scale: usize,
  before: usize,
  y: usize,
  R: i32,
  V: i32,
  C: i32,
  first: i32,
  bits: i32,
): void {
  for (let r = 0; r < R; r++) {
    const row = load<i32>(ids + 4 * r) - first;
    const at = y + 4 * r * C;
    if (row >= 0 && row < V) {
      for (let c = 0; c < C; c += CHUNK) {
        const count = min(C - c, CHUNK);
        unpackRow(codes + row * rowBytes(C, bits), scale + row * scaleBytes(C, bits), c, count, bits, chunk);
        memory.copy(at + 4 * c, chunk, 4 * count);
      }
    } else if (before) memory.copy(at, before + 4 * r * C, 4 * C);
    else memory.fill(at, 0, 4 * C);
  }
}
