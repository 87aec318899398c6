// Top-k activation of rows of N.

/** Puts the largest k positive of N entries in order, and returns how many there are. */
function sortLargest(x: usize, sorted: usize, N: i32, k: i32): i32 {
  let count = 0;
  let least: f32 = 0;
  for (let i = 0; i < N; i++) {
    const value = load<f32>(x + 4 * i);
    // Few entries of a row are among the largest so far.
    if (!(value > least)) continue;
    let at = count < k ? count++ : k - 1;
    for (; at > 0 && load<f32>(sorted + 4 * (at - 1)) < value; at--)
      store<f32>(sorted + 4 * at, load<f32>(sorted + 4 * (at - 1)));
    store<f32>(sorted + 4 * at, value);
    if (count == k) least = load<f32>(sorted + 4 * (k - 1));
  }
  return count;
}

/** y = x where x > 0 is among the k largest of its row, else 0; of equal entries the first rank higher */
export function top_k_forward(x: usize, y: usize, R: i32, N: i32, k: i32): void {
  for (let r = 0; r < R; r++, x += 4 * N, y += 4 * N) {
    const count = sortLargest(x, y, N, k);
    const least: f32 = count > 0 ? load<f32>(y + 4 * (count - 1)) : Infinity;
    // Entries equal to the least that are among the largest.
    let equal = 0;
    while (equal < count && load<f32>(y + 4 * (count - 1 - equal)) == least) equal++;
    for (let i = 0; i < N; i++) {
      const value = load<f32>(x + 4 * i);
      const isKept = value > least || (value == least && equal-- > 0);
      store<f32>(y + 4 * i, isKept ? value : 0);
    }
  }
}

/** d_x += d_y where y > 0 */
export function top_k_backward(y: usize, d_y: usize, d_x: usize, R: i32, N: i32): void {
  for (let i = 0; i < R * N; i++) {
    if (load<f32>(y + 4 * i) <= 0) continue;
    store<f32>(d_x + 4 * i, load<f32>(d_x + 4 * i) + load<f32>(d_y + 4 * i));
  }
}
