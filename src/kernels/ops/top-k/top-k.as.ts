// Top-k activation of rows of N.

/** y = x where x > 0 is among the k largest of its row, else 0 */
export function top_k_forward(x: usize, y: usize, R: i32, N: i32, k: i32): void {
  for (let r = 0; r < R; r++) {
    const row = 4 * r * N;
    // Finds the k-th largest entry: steps through the entries in descending order, equal ones from left to right.
    let smallest: f32 = Infinity;
    let smallestAt = 0;
    for (let rank = 0; rank < k; rank++) {
      let next: f32 = 0;
      let nextAt = N;
      for (let i = 0; i < N; i++) {
        const value = load<f32>(x + row + 4 * i);
        const comesAfter = value < smallest || (value == smallest && i > smallestAt);
        if (comesAfter && value > next) {
          next = value;
          nextAt = i;
        }
      }
      smallest = next;
      smallestAt = nextAt;
      if (nextAt == N) break;
    }
    for (let i = 0; i < N; i++) {
      const value = load<f32>(x + row + 4 * i);
      const isKept = value > smallest || (value == smallest && i <= smallestAt);
      store<f32>(y + row + 4 * i, isKept && value > 0 ? value : 0);
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
