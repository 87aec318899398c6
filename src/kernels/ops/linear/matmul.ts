// Tiled matrix product, shared by all passes of linear layers: one kernel per tile shape; strides transpose the operands.

import type { Constants, Variant } from '../../op.ts';
import tile8x8Wgsl from './matmul-8x8.wgsl?raw';
import tile16x8Vec4Wgsl from './matmul-16x8-vec4.wgsl?raw';
import quad16x64Wgsl from './matmul-quad-16x64.wgsl?raw';
import slicedWgsl from './matmul-sliced-16x16.wgsl?raw';
import workgroup32x32Wgsl from './matmul-workgroup-32x32.wgsl?raw';
import workgroup64x64Wgsl from './matmul-workgroup-64x64.wgsl?raw';
import workgroup128x64Wgsl from './matmul-workgroup-128x64.wgsl?raw';
import workgroupVec4Wgsl from './matmul-workgroup-vec4.wgsl?raw';

/** Words from one row, and from one column, of an operand to the next. A transposed operand swaps the two. */
interface Strides {
  readonly row: number;
  readonly column: number;
}

interface MatmulShape {
  /** c (rows, columns), row-major; the sum runs over `inner`. */
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly a: Strides;
  readonly b: Strides;
}

/** Constants of the matmul kernels: c[r, n] = Σ_i a[r, i] b[i, n]. */
export function matmulConstants({ rows, columns, inner, a, b }: MatmulShape): Record<string, number> {
  return {
    ...{ rows, columns, inner },
    ...{
      a_row: a.row,
      a_column: a.column,
      a_transposed: Number(a.row === 1),
      a_step: Math.max(a.row, a.column),
    },
    ...{
      b_row: b.row,
      b_column: b.column,
      b_transposed: Number(b.row === 1),
      b_step: Math.max(b.row, b.column),
    },
  };
}

/** Grid for workgroups that compute tiles of groupRows × groupColumns entries of c. */
function tileGrid(groupRows: number, groupColumns: number): Variant['workgroups'] {
  return ({ rows, columns }: Constants) => [
    Math.ceil(columns / groupColumns),
    Math.ceil(rows / groupRows),
    1,
  ];
}

/** Operands are read as vec4 along `inner`, and along the rows of c, or down its columns if a is transposed. */
const supportsVec4 = ({ rows, columns, inner, a_transposed }: Constants) =>
  inner % 4 === 0 && columns % 4 === 0 && (!a_transposed || rows % 4 === 0);
/** Not for the few rows of a prompt: this large kernel takes long to compile, and compiles anew for each size. */
const supportsVec4ManyRows = (k: Constants) => k.rows >= 64 && supportsVec4(k);

export const matmulVariants: readonly [Variant, ...Variant[]] = [
  {
    name: 'tile-16x8-vec4',
    wgsl: tile16x8Vec4Wgsl,
    workgroups: tileGrid(128, 32),
    supports: supportsVec4ManyRows,
  },
  { name: 'tile-8x8', wgsl: tile8x8Wgsl, workgroups: tileGrid(64, 32) },
  {
    name: 'workgroup-32x32',
    wgsl: workgroup32x32Wgsl,
    workgroups: tileGrid(32, 32),
    preferredOn: 'hardware',
  },
  {
    name: 'workgroup-64x64',
    wgsl: workgroupVec4Wgsl + workgroup64x64Wgsl,
    workgroups: tileGrid(64, 64),
    preferredOn: 'hardware',
    supports: supportsVec4,
  },
  {
    name: 'workgroup-128x64',
    wgsl: workgroupVec4Wgsl + workgroup128x64Wgsl,
    workgroups: tileGrid(128, 64),
    preferredOn: 'hardware',
    supports: supportsVec4ManyRows,
  },
  { name: 'sliced-16x16', wgsl: slicedWgsl, workgroups: tileGrid(16, 16), preferredOn: 'hardware' },
  {
    name: 'quad-16x64',
    wgsl: quad16x64Wgsl,
    workgroups: tileGrid(16, 64),
    requiredFeatures: ['subgroups'],
    preferredOn: 'quads',
    supports: supportsVec4,
  },
];
