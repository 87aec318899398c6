// Squared error of outputs a (R, N) and targets y (R, N).

import { fma, load4, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** example_cost[r] = Σ (a − y)² */
export function squared_error_rows(a: usize, y: usize, example_cost: usize, N: i32, first: i32, end: i32): void {
  for (let r = first; r < end; r++) {
    let sum = f32x4.splat(0);
    for (let i = 0; i < N; i += 4) {
      const at = 4 * (r * N + i);
      const difference = f32x4.sub(load4(a + at, N - i), load4(y + at, N - i));
      sum = fma(difference, difference, sum);
    }
    store<f32>(example_cost + 4 * r, horizontalSum(sum));
  }
}

/** cost = mean over r of example_cost[r] */
export function squared_error_mean(example_cost: usize, cost: usize, R: i32): void {
  let sum: f64 = 0;
  for (let r = 0; r < R; r++) sum += load<f32>(example_cost + 4 * r);
  store<f32>(cost, <f32>(sum / R));
}

/** d_a += 2 (a − y) / R */
export function squared_error_backward(a: usize, y: usize, d_a: usize, R: i32, N: i32): void {
  const factor = f32x4.splat(2 / <f32>R);
  const count = R * N;
  for (let i = 0; i < count; i += 4) {
    const at = 4 * i;
    const difference = f32x4.sub(load4(a + at, count - i), load4(y + at, count - i));
    store4(d_a + at, count - i, fma(difference, factor, load4(d_a + at, count - i)));
  }
}
