// Concatenation of a (R, M) and b (R, N) along the columns.

/** y[r] = (a[r], b[r]) */
export function concat_forward(a: usize, b: usize, y: usize, R: i32, M: i32, N: i32): void {
  const bytesA = 4 * M;
  const bytesB = 4 * N;
  for (let r = 0; r < R; r++) {
    const at = y + r * (bytesA + bytesB);
    memory.copy(at, a + r * bytesA, bytesA);
    memory.copy(at + bytesA, b + r * bytesB, bytesB);
  }
}
