// Top-k over rows of N: only the k largest positive entries pass.

/** y = x where x is positive and among the k largest of its row, else 0. */
export function top_k_forward(x: usize, y: usize, R: i32, N: i32, k: i32): void {
  for (let r = 0; r < R; r++) {
    const row = 4 * r * N;
    // Down the order of size, equals from left to right, until k entries have been passed or none is positive.
    let smallest: f32 = Infinity;
    let last = 0;
    for (let passed = 0; passed < k; passed++) {
      let next: f32 = 0;
      let nextAt = N;
      for (let i = 0; i < N; i++) {
        const value = load<f32>(x + row + 4 * i);
        const comesAfter = value < smallest || (value == smallest && i > last);
        if (comesAfter && value > next) {
          next = value;
          nextAt = i;
        }
      }
      smallest = next;
      last = nextAt;
      if (nextAt == N) break;
    }
    for (let i = 0; i < N; i++) {
      const value = load<f32>(x + row + 4 * i);
      const passes = value > smallest || (value == smallest && i <= last);
      store<f32>(y + row + 4 * i, passes && value > 0 ? value : 0);
    }
  }
}

/** d_x += d_y where y passed */
export function top_k_backward(y: usize, d_y: usize, d_x: usize, R: i32, N: i32): void {
  for (let i = 0; i < R * N; i++) {
    if (load<f32>(y + 4 * i) <= 0) continue;
    store<f32>(d_x + 4 * i, load<f32>(d_x + 4 * i) + load<f32>(d_y + 4 * i));
  }
}
