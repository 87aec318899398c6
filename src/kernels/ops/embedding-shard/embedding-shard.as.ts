// Embedding lookup in one shard (V, C) of a table, by ids (R) of the whole table.

/** y[r] = table[ids[r] − first] if the shard holds that row, else before[r], or 0 if `before` is absent */
export function embedding_shard_forward(
  ids: usize,
  table: usize,
  before: usize,
  y: usize,
  R: i32,
  V: i32,
  C: i32,
  first: i32,
): void {
  const bytes = 4 * C;
  for (let r = 0; r < R; r++) {
    const row = load<i32>(ids + 4 * r) - first;
    const at = y + r * bytes;
    if (row >= 0 && row < V) memory.copy(at, table + row * bytes, bytes);
    else if (before) memory.copy(at, before + r * bytes, bytes);
    else memory.fill(at, 0, bytes);
  }
}
