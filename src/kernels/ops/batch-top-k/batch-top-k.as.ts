// Batch top-k activation of R rows of N.

/** Entries above 0 whose bits are at least `bits`: floats above 0 are ordered as their bits. */
function countFrom(x: usize, count: i32, bits: i32): i32 {
  let found = 0;
  for (let i = 0; i < count; i++) found += i32(load<i32>(x + 4 * i) >= bits);
  return found;
}

/** threshold = the k·R-th largest positive entry, the smallest one if there are fewer, 0 if there is none */
export function batch_top_k_threshold(x: usize, threshold: usize, R: i32, N: i32, k: i32): void {
  const wanted = min(k * R, countFrom(x, R * N, 1));
  let bits = 0;
  // The largest bits that at least `wanted` entries reach, one bit after the other from the highest.
  if (wanted > 0)
    for (let bit = 1 << 30; bit > 0; bit >>= 1) if (countFrom(x, R * N, bits | bit) >= wanted) bits |= bit;
  store<i32>(threshold, bits);
}

/** y = x where x > 0 and x ≥ threshold, else 0 */
export function batch_top_k_forward(x: usize, threshold: usize, y: usize, R: i32, N: i32): void {
  const least = load<f32>(threshold);
  for (let i = 0; i < R * N; i++) {
    const value = load<f32>(x + 4 * i);
    store<f32>(y + 4 * i, value > 0 && value >= least ? value : 0);
  }
}
