// The microkernel of matrix products: a 4 × 8 tile in registers.

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
