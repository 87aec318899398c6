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

/** Columns whose sums stay in the L1 cache: 8 KiB. */
const BLOCK_COLUMNS: i32 = 2048;

/** Rows are contiguous: adds x[i] · B[i], four rows at a time, each read in one direction. Sums have the order of i. */
function accumulateRows(
  inner: i32,
  columns: i32,
  x: usize,
  b: usize,
  bInner: i32,
  start: usize,
  y: usize,
): void {
  for (let n = 0; n < columns; n += BLOCK_COLUMNS) {
    const width = min(columns - n, BLOCK_COLUMNS);
    const sums = y + 4 * n;
    if (start) memory.copy(sums, start + 4 * n, 4 * width);
    else memory.fill(sums, 0, 4 * width);
    let row = b + 4 * n;
    let i = 0;
    for (; i + 4 <= inner; i += 4, row += 4 * bInner) addRows4(width, x + 4 * i, row, bInner, sums);
    for (; i < inner; i++, row += bInner) addProduct(width, x + 4 * i, row, sums);
  }
}

/** y += x[0] B[0] + x[1] B[1] + x[2] B[2] + x[3] B[3], added in this order. */
function addRows4(columns: i32, x: usize, b: usize, bInner: i32, y: usize): void {
  const x0 = v128.load32_splat(x);
  const x1 = v128.load32_splat(x, 4);
  const x2 = v128.load32_splat(x, 8);
  const x3 = v128.load32_splat(x, 12);
  let b0 = b;
  let b1 = b + bInner;
  let b2 = b + 2 * bInner;
  let b3 = b + 3 * bInner;
  let n = columns;
  for (; n >= 8; n -= 8) {
    let low = fma(x0, v128.load(b0), v128.load(y));
    let high = fma(x0, v128.load(b0, 16), v128.load(y, 16));
    low = fma(x1, v128.load(b1), low);
    high = fma(x1, v128.load(b1, 16), high);
    low = fma(x2, v128.load(b2), low);
    high = fma(x2, v128.load(b2, 16), high);
    low = fma(x3, v128.load(b3), low);
    high = fma(x3, v128.load(b3, 16), high);
    v128.store(y, low);
    v128.store(y, high, 16);
    b0 += 32;
    b1 += 32;
    b2 += 32;
    b3 += 32;
    y += 32;
  }
  for (; n > 0; n -= 4) {
    let sum = fma(x0, load4(b0, n), load4(y, n));
    sum = fma(x1, load4(b1, n), sum);
    sum = fma(x2, load4(b2, n), sum);
    store4(y, n, fma(x3, load4(b3, n), sum));
    b0 += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
    y += 16;
  }
}

/** y += x[0] B[0] */
function addProduct(columns: i32, x: usize, b: usize, y: usize): void {
  const factor = v128.load32_splat(x);
  for (let n = columns; n > 0; n -= 4, b += 16, y += 16) store4(y, n, fma(factor, load4(b, n), load4(y, n)));
}

/**
 * Columns are contiguous: dot products with x, four columns at a time, one of each quarter: the processor fetches ahead of four streams
 * that are read in one direction.
 */
function dotProducts(
  inner: i32,
  columns: i32,
  x: usize,
  b: usize,
  bColumn: i32,
  start: usize,
  y: usize,
): void {
  const quarter = (columns + 3) >> 2;
  for (let n = 0; n < quarter; n++) {
    // Column indices are clamped; results past the last column are not stored.
    const b0 = b + n * bColumn;
    const b1 = b + min(n + quarter, columns - 1) * bColumn;
    const b2 = b + min(n + 2 * quarter, columns - 1) * bColumn;
    const b3 = b + min(n + 3 * quarter, columns - 1) * bColumn;
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
    storeSum(y, start, n, horizontalSum(s0));
    if (n + quarter < columns) storeSum(y, start, n + quarter, horizontalSum(s1));
    if (n + 2 * quarter < columns) storeSum(y, start, n + 2 * quarter, horizontalSum(s2));
    if (n + 3 * quarter < columns) storeSum(y, start, n + 3 * quarter, horizontalSum(s3));
  }
}

/** y[n] = start[n] + sum, `start` as in `vectorMatmul`. */
// @ts-ignore: decorator
@inline
export function storeSum(y: usize, start: usize, n: i32, sum: f32): void {
  store<f32>(y + 4 * n, start ? load<f32>(start + 4 * n) + sum : sum);
}
