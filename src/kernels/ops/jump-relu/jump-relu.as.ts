// JumpReLU of R rows of N, with a threshold per column.

import { exp } from '../../backends/wasm/assembly/exp';

function thresholdAt(log_threshold: usize, n: i32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(load<f32>(log_threshold + 4 * n))), 0);
}

/** y = x where x > exp(log_threshold), else 0 */
export function jump_relu_forward(x: usize, log_threshold: usize, y: usize, R: i32, N: i32): void {
  for (let n = 0; n < N; n++) {
    const theta = thresholdAt(log_threshold, n);
    for (let i = n; i < R * N; i += N) {
      const value = load<f32>(x + 4 * i);
      store<f32>(y + 4 * i, value > theta ? value : 0);
    }
  }
}

/** used = entries of y above 0, per row */
export function jump_relu_used(y: usize, used: usize, R: i32, N: i32): void {
  let count = 0;
  for (let i = 0; i < R * N; i++) count += i32(load<f32>(y + 4 * i) > 0);
  store<f32>(used, <f32>count / <f32>R);
}

/** d_log_threshold −= θ²/ε Σ_r [|x − θ| < ε/2] d_y */
export function jump_relu_backward_threshold(
  x: usize,
  log_threshold: usize,
  d_y: usize,
  d_log_threshold: usize,
  R: i32,
  N: i32,
  bandwidth: f32,
): void {
  for (let n = 0; n < N; n++) {
    const theta = thresholdAt(log_threshold, n);
    let sum: f32 = 0;
    for (let i = n; i < R * N; i += N)
      if (abs(load<f32>(x + 4 * i) - theta) < bandwidth / 2) sum += load<f32>(d_y + 4 * i);
    store<f32>(d_log_threshold + 4 * n, load<f32>(d_log_threshold + 4 * n) - (theta * theta / bandwidth) * sum);
  }
}
