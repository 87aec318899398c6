// The microkernels of matrix products: tiles in registers, of 4 × 8 and, where the engine allows, of 2 × 24 numbers.

import { fma } from './simd';

/** Rows of a tile: elements of A broadcast per step. */
export const ROWS: i32 = 4;
/** Columns of a tile: two vectors. The eight accumulators hide the latency of fma and fit, with operands, into 16 registers. */
export const COLUMNS: i32 = 8;

/**
 * C (4, 8) = start + A (4, inner) B (inner, 8). Strides are in bytes: A[r, i] at a + r · aRow + i · aInner, row i of B at
 * b + i · bInner, row r of C at c + r · cRow. `start` has the layout of C with row stride `startRow`; address 0: zeros.
 */
export function tile(
  inner: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  b: usize,
  bInner: i32,
  start: usize,
  startRow: i32,
  c: usize,
  cRow: i32,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c10 = zero;
  let c11 = zero;
  let c20 = zero;
  let c21 = zero;
  let c30 = zero;
  let c31 = zero;
  if (start) {
    c00 = v128.load(start);
    c01 = v128.load(start, 16);
    start += startRow;
    c10 = v128.load(start);
    c11 = v128.load(start, 16);
    start += startRow;
    c20 = v128.load(start);
    c21 = v128.load(start, 16);
    start += startRow;
    c30 = v128.load(start);
    c31 = v128.load(start, 16);
  }
  let a0 = a;
  let a1 = a0 + aRow;
  let a2 = a1 + aRow;
  let a3 = a2 + aRow;
  for (; inner > 0; inner--) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    b += bInner;
    const x0 = v128.load32_splat(a0);
    a0 += aInner;
    c00 = fma(x0, b0, c00);
    c01 = fma(x0, b1, c01);
    const x1 = v128.load32_splat(a1);
    a1 += aInner;
    c10 = fma(x1, b0, c10);
    c11 = fma(x1, b1, c11);
    const x2 = v128.load32_splat(a2);
    a2 += aInner;
    c20 = fma(x2, b0, c20);
    c21 = fma(x2, b1, c21);
    const x3 = v128.load32_splat(a3);
    a3 += aInner;
    c30 = fma(x3, b0, c30);
    c31 = fma(x3, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  c += cRow;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  c += cRow;
  v128.store(c, c20);
  v128.store(c, c21, 16);
  c += cRow;
  v128.store(c, c30);
  v128.store(c, c31, 16);
}

/** Columns of a wide tile: three panels of eight. Its twelve sums need fewer loads a multiply-add than those of 4 × 8. */
export const WIDE_COLUMNS: i32 = 24;
export const WIDE_ROWS: i32 = 2;

/** C (2, 24) = start + A (2, inner) B (inner, 24). Three panels of eight columns begin `panel` bytes apart; the rest is as for `tile`. */
export function wideTile(
  inner: i32,
  a: usize,
  aRow: i32,
  aInner: i32,
  b: usize,
  panel: i32,
  start: usize,
  startRow: i32,
  c: usize,
  cRow: i32,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c02 = zero;
  let c03 = zero;
  let c04 = zero;
  let c05 = zero;
  let c10 = zero;
  let c11 = zero;
  let c12 = zero;
  let c13 = zero;
  let c14 = zero;
  let c15 = zero;
  if (start) {
    c00 = v128.load(start);
    c01 = v128.load(start, 16);
    c02 = v128.load(start, 32);
    c03 = v128.load(start, 48);
    c04 = v128.load(start, 64);
    c05 = v128.load(start, 80);
    start += startRow;
    c10 = v128.load(start);
    c11 = v128.load(start, 16);
    c12 = v128.load(start, 32);
    c13 = v128.load(start, 48);
    c14 = v128.load(start, 64);
    c15 = v128.load(start, 80);
  }
  let a1 = a + aRow;
  let second = b + panel;
  let third = second + panel;
  for (; inner > 0; inner--) {
    const x0 = v128.load32_splat(a);
    a += aInner;
    const x1 = v128.load32_splat(a1);
    a1 += aInner;
    const b0 = v128.load(b);
    c00 = fma(x0, b0, c00);
    c10 = fma(x1, b0, c10);
    const b1 = v128.load(b, 16);
    b += 32;
    c01 = fma(x0, b1, c01);
    c11 = fma(x1, b1, c11);
    const b2 = v128.load(second);
    c02 = fma(x0, b2, c02);
    c12 = fma(x1, b2, c12);
    const b3 = v128.load(second, 16);
    second += 32;
    c03 = fma(x0, b3, c03);
    c13 = fma(x1, b3, c13);
    const b4 = v128.load(third);
    c04 = fma(x0, b4, c04);
    c14 = fma(x1, b4, c14);
    const b5 = v128.load(third, 16);
    third += 32;
    c05 = fma(x0, b5, c05);
    c15 = fma(x1, b5, c15);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  v128.store(c, c04, 64);
  v128.store(c, c05, 80);
  c += cRow;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
  v128.store(c, c14, 64);
  v128.store(c, c15, 80);
}
