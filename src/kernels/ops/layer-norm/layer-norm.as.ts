// Layer normalization of rows of C.

import { fma, load4, rowSum, store4, horizontalSum } from '../../backends/wasm/assembly/simd';

/** scale = √(var + epsilon), xhat = (x − mean) / scale, y = xhat · gain + bias */
export function layer_norm_forward(
  x: usize,
  gain: usize,
  bias: usize,
  y: usize,
  scale: usize,
  xhat: usize,
  C: i32,
  epsilon: f32,
  first: i32,
  end: i32,
): void {
  for (let r = first; r < end; r++) {
    const row = 4 * r * C;
    const mean = f32x4.splat(rowSum(x + row, C) / <f32>C);
    let squares = f32x4.splat(0);
    for (let i = 0; i < C; i += 4) {
      const deviations = f32x4.sub(load4(x + row + 4 * i, C - i, mean), mean); // 0 past the end
      squares = fma(deviations, deviations, squares);
    }
    const rowScale: f32 = sqrt<f32>(horizontalSum(squares) / <f32>C + epsilon);
    store<f32>(scale + 4 * r, rowScale);
    const inverse = f32x4.splat(1 / rowScale);
    for (let i = 0; i < C; i += 4) {
      const at = row + 4 * i;
      const left = C - i;
      const normalized = f32x4.mul(f32x4.sub(load4(x + at, left), mean), inverse);
      store4(xhat + at, left, normalized);
      store4(y + at, left, fma(normalized, load4(gain + 4 * i, left), load4(bias + 4 * i, left)));
    }
  }
}

/** d_x = before + (d_xhat − mean(d_xhat) − xhat · mean(d_xhat · xhat)) / scale with d_xhat = d_y · gain */
export function layer_norm_backward_x(
  gain: usize,
  scale: usize,
  xhat: usize,
  d_y: usize,
  before_d_x: usize,
  d_x: usize,
  C: i32,
  accumulate: i32,
  first: i32,
  end: i32,
): void {
  const start: usize = before_d_x ? before_d_x : accumulate ? d_x : 0;
  for (let r = first; r < end; r++) {
    const row = 4 * r * C;
    let sum = f32x4.splat(0);
    let products = f32x4.splat(0);
    for (let i = 0; i < C; i += 4) {
      const d_xhat = f32x4.mul(load4(d_y + row + 4 * i, C - i), load4(gain + 4 * i, C - i));
      sum = f32x4.add(sum, d_xhat);
      products = fma(d_xhat, load4(xhat + row + 4 * i, C - i), products);
    }
    const mean = f32x4.splat(horizontalSum(sum) / <f32>C);
    const projection = f32x4.splat(-horizontalSum(products) / <f32>C);
    const inverse = f32x4.splat(1 / load<f32>(scale + 4 * r));
    for (let i = 0; i < C; i += 4) {
      const at = row + 4 * i;
      const left = C - i;
      const d_xhat = f32x4.mul(load4(d_y + at, left), load4(gain + 4 * i, left));
      const gradient = fma(load4(xhat + at, left), projection, f32x4.sub(d_xhat, mean));
      const before = start ? load4(start + at, left) : f32x4.splat(0);
      store4(d_x + at, left, fma(gradient, inverse, before));
    }
  }
}

/** gain_parts[p] = Σ d_y · xhat and bias_parts[p] = Σ d_y over the rows of part p */
export function layer_norm_backward_parts(
  xhat: usize,
  d_y: usize,
  gain_parts: usize,
  bias_parts: usize,
  R: i32,
  C: i32,
  rows_per_part: i32,
  first: i32,
  end: i32,
): void {
  const bytes = 4 * C;
  for (let p = first; p < end; p++) {
    const last = min(R, (p + 1) * rows_per_part);
    for (let i = 0; i < C; i += 4) {
      let gain = f32x4.splat(0);
      let bias = f32x4.splat(0);
      for (let r = p * rows_per_part; r < last; r++) {
        const d = load4(d_y + r * bytes + 4 * i, C - i);
        gain = fma(d, load4(xhat + r * bytes + 4 * i, C - i), gain);
        bias = f32x4.add(bias, d);
      }
      store4(gain_parts + p * bytes + 4 * i, C - i, gain);
      store4(bias_parts + p * bytes + 4 * i, C - i, bias);
    }
  }
}
