// Vector-matrix products. Each element of the matrix is used once, so nothing is packed.

import { fma, load4, store4, horizontalSum } from './simd';

/**
 * y (columns) = start + x (inner) B (inner, columns), B[i, n] at b + i · bInner + n · bColumn, in bytes; one of the two strides
 * is 4. `start` is the bias, or address 0 for none.
 */
export function vectorMatmul(
  inner: i32,
  columns: i32,
  x: usize,
  b: usize,
  bInner: i32,
  bColumn: i32,
  start: usize,
  y: usize,
): void {
  if (bColumn === 4) accumulateRows(inner, columns, x, b, bInner, start, y);
  else dotProducts(inner, columns, x, b, bColumn, start, y);
}

/** Rows are contiguous: sums x[i] · B[i], 32 columns at a time. */
function accumulateRows(
  inner: i32,
  columns: i32,
  x: usize,
  b: usize,
  bInner: i32,
  start: usize,
  y: usize,
): void {
  let n = 0;
  for (; n + 32 <= columns; n += 32) {
    sum32(inner, x, b + 4 * n, bInner, start ? start + 4 * n : 0, y + 4 * n);
  }
  for (; n < columns; n += 4) {
    const left = columns - n;
    let sum = start ? load4(start + 4 * n, left) : f32x4.splat(0);
    let row = b + 4 * n;
    for (let i = 0; i < inner; i++) {
      sum = fma(v128.load32_splat(x + 4 * i), load4(row, left), sum);
      row += bInner;
    }
    store4(y + 4 * n, left, sum);
  }
}

/** Eight accumulators of four columns, enough to hide the latency of fma. */
function sum32(inner: i32, x: usize, b: usize, bInner: i32, start: usize, y: usize): void {
  const zero = f32x4.splat(0);
  let s0 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  let s4 = zero;
  let s5 = zero;
  let s6 = zero;
  let s7 = zero;
  if (start) {
    s0 = v128.load(start);
    s1 = v128.load(start, 16);
    s2 = v128.load(start, 32);
    s3 = v128.load(start, 48);
    s4 = v128.load(start, 64);
    s5 = v128.load(start, 80);
    s6 = v128.load(start, 96);
    s7 = v128.load(start, 112);
  }
  for (; inner > 0; inner--) {
    const factor = v128.load32_splat(x);
    s0 = fma(factor, v128.load(b), s0);
    s1 = fma(factor, v128.load(b, 16), s1);
    s2 = fma(factor, v128.load(b, 32), s2);
    s3 = fma(factor, v128.load(b, 48), s3);
    s4 = fma(factor, v128.load(b, 64), s4);
    s5 = fma(factor, v128.load(b, 80), s5);
    s6 = fma(factor, v128.load(b, 96), s6);
    s7 = fma(factor, v128.load(b, 112), s7);
    x += 4;
    b += bInner;
  }
  v128.store(y, s0);
  v128.store(y, s1, 16);
  v128.store(y, s2, 32);
  v128.store(y, s3, 48);
  v128.store(y, s4, 64);
  v128.store(y, s5, 80);
  v128.store(y, s6, 96);
  v128.store(y, s7, 112);
}

/** Columns are contiguous: dot products with x, four columns at a time. */
function dotProducts(
  inner: i32,
  columns: i32,
  x: usize,
  b: usize,
  bColumn: i32,
  start: usize,
  y: usize,
): void {
  for (let n = 0; n < columns; n += 4) {
    // Column indices are clamped; results past the last column are not stored.
    const b0 = b + n * bColumn;
    const b1 = b + min(n + 1, columns - 1) * bColumn;
    const b2 = b + min(n + 2, columns - 1) * bColumn;
    const b3 = b + min(n + 3, columns - 1) * bColumn;
    // Two sums a column, enough to hide the latency of fma.
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let t0 = s0;
    let t1 = s0;
    let t2 = s0;
    let t3 = s0;
    let i = 0;
    for (const last = 4 * (inner & ~7); i < last; i += 32) {
      const four = v128.load(x + i);
      s0 = fma(four, v128.load(b0 + i), s0);
      s1 = fma(four, v128.load(b1 + i), s1);
      s2 = fma(four, v128.load(b2 + i), s2);
      s3 = fma(four, v128.load(b3 + i), s3);
      const next = v128.load(x + i, 16);
      t0 = fma(next, v128.load(b0 + i, 16), t0);
      t1 = fma(next, v128.load(b1 + i, 16), t1);
      t2 = fma(next, v128.load(b2 + i, 16), t2);
      t3 = fma(next, v128.load(b3 + i, 16), t3);
    }
    for (; i < 4 * inner; i += 16) {
      const left = inner - i / 4;
      const four = load4(x + i, left);
      s0 = fma(four, load4(b0 + i, left), s0);
      s1 = fma(four, load4(b1 + i, left), s1);
      s2 = fma(four, load4(b2 + i, left), s2);
      s3 = fma(four, load4(b3 + i, left), s3);
    }
    s0 = f32x4.add(s0, t0);
    s1 = f32x4.add(s1, t1);
    s2 = f32x4.add(s2, t2);
    s3 = f32x4.add(s3, t3);
    let sums = f32x4.splat(horizontalSum(s0));
    sums = f32x4.replace_lane(sums, 1, horizontalSum(s1));
    sums = f32x4.replace_lane(sums, 2, horizontalSum(s2));
    sums = f32x4.replace_lane(sums, 3, horizontalSum(s3));
    const left = columns - n;
    store4(y + 4 * n, left, start ? f32x4.add(load4(start + 4 * n, left), sums) : sums);
  }
}
