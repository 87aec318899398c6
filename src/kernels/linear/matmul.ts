// The tiled matrix product behind every linear pass: one kernel per tile shape, transposition by strides.

import tile8x8Wgsl from './matmul-8x8.wgsl?raw';
import type { Constants, Variant } from '../op.ts';

/** How many words to the next row and to the next column of an operand; a transposed operand swaps the two. */
interface Strides {
  readonly row: number;
  readonly column: number;
}

interface Matmul {
  /** c is (rows, columns), row-major; the sum runs over `inner`. */
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly a: Strides;
  readonly b: Strides;
}

/** The override constants of the matmul kernels: c[r, n] = Σ_i a[r, i] b[i, n]. */
export function matmulConstants({ rows, columns, inner, a, b }: Matmul): Record<string, number> {
  return { rows, columns, inner, a_row: a.row, a_column: a.column, b_row: b.row, b_column: b.column };
}

/** Tiles of c, one to a thread, 8 × 8 threads to a workgroup. */
function tiles(tileRows: number, tileColumns: number): Variant['workgroups'] {
  return ({ rows, columns }: Constants) => [
    Math.ceil(columns / (8 * tileColumns)),
    Math.ceil(rows / (8 * tileRows)),
    1,
  ];
}

export const matmulVariants: readonly [Variant, ...Variant[]] = [
  { name: 'tile-8x8', wgsl: tile8x8Wgsl, workgroups: tiles(8, 8) },
];
