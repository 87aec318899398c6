// Newton–Schulz iteration: products of matrices that map all singular values of X towards 1.

import type { Constants, Pass, Tensors, Variant } from '../../op.ts';
import product8x8Wgsl from './muon-product-8x8.wgsl?raw';
import productWorkgroupWgsl from './muon-product-workgroup-32x32.wgsl?raw';

/** X ← a X + (b A + c A²) X with A = X Xᵀ. Jordan 2024: the steepest of these polynomials at 0 that stays near 1. */
const [COEFFICIENT_A, COEFFICIENT_B, COEFFICIENT_C] = [3.4445, -4.775, 2.0315];
const ITERATIONS = 5;

/** c = alpha · a b + beta · d, block by block; `c` and `d` have the same strides. */
interface Product {
  readonly name: string;
  /** Roles of the operands. */
  readonly a: string;
  readonly b: string;
  readonly d: string;
  readonly c: string;
  readonly constants: (k: Constants) => Record<string, number>;
}

/** Strides of X (blocks, K, width) as wide matrices (short, long): its own, or those of its transpose. */
function wide({ K, width }: Constants) {
  const [row, column] = K <= width ? [width, 1] : [1, width];
  return { short: Math.min(K, width), long: Math.max(K, width), row, column, block: K * width };
}

/** A = X Xᵀ */
function gramConstants(k: Constants): Record<string, number> {
  const { short, long, row, column, block } = wide(k);
  return {
    ...{ rows: short, columns: short, inner: long, alpha: 1, beta: 0 },
    ...{ a_row: row, a_column: column, a_block: block },
    ...{ b_row: column, b_column: row, b_block: block },
    ...{ c_row: short, c_column: 1, c_block: short * short },
  };
}

/** S = c A² + b A */
function polynomialConstants(k: Constants): Record<string, number> {
  const { short } = wide(k);
  const block = short * short;
  return {
    ...{ rows: short, columns: short, inner: short, alpha: COEFFICIENT_C, beta: COEFFICIENT_B },
    ...{ a_row: short, a_column: 1, a_block: block },
    ...{ b_row: short, b_column: 1, b_block: block },
    ...{ c_row: short, c_column: 1, c_block: block },
  };
}

/** S X + a X */
function applyConstants(k: Constants): Record<string, number> {
  const { short, long, row, column, block } = wide(k);
  return {
    ...{ rows: short, columns: long, inner: short, alpha: 1, beta: COEFFICIENT_A },
    ...{ a_row: short, a_column: 1, a_block: short * short },
    ...{ b_row: row, b_column: column, b_block: block },
    ...{ c_row: row, c_column: column, c_block: block },
  };
}

const tileGrid =
  (groupRows: number, groupColumns: number): Variant['workgroups'] =>
  ({ rows, columns, blocks }) => [Math.ceil(columns / groupColumns), Math.ceil(rows / groupRows), blocks];

const variants: Pass['variants'] = [
  { name: 'tile-8x8', wgsl: product8x8Wgsl, workgroups: tileGrid(64, 32) },
  {
    name: 'workgroup-32x32',
    wgsl: productWorkgroupWgsl,
    workgroups: tileGrid(32, 32),
    preferredOn: 'hardware',
  },
];

const SIZES = [
  ...['blocks', 'rows', 'columns', 'inner', 'a_row', 'a_column', 'b_row', 'b_column', 'c_row', 'c_column'],
  ...['a_block', 'b_block', 'c_block', 'alpha', 'beta'],
];

function multiply(
  a: Tensors[string],
  b: Tensors[string],
  d: Tensors[string],
  c: Tensors[string],
  k: Constants,
) {
  for (let block = 0; block < k.blocks; block++) {
    for (let row = 0; row < k.rows; row++) {
      for (let column = 0; column < k.columns; column++) {
        let sum = 0;
        for (let i = 0; i < k.inner; i++) {
          const left = a[block * k.a_block + row * k.a_row + i * k.a_column];
          sum += left * b[block * k.b_block + i * k.b_row + column * k.b_column];
        }
        const at = block * k.c_block + row * k.c_row + column * k.c_column;
        c[at] = k.alpha * sum + (k.beta === 0 ? 0 : k.beta * d[at]);
      }
    }
  }
}

function productPass({ name, a, b, c, d, constants }: Product): Pass {
  return {
    name,
    reads: [a, b, d], // one role per variable, also where they share a tensor
    writes: [c],
    bind: { a, b, c, d },
    constants,
    variants,
    wasm: { export: 'muon_product', args: [a, b, d, c, ...SIZES] },
    reference: (t, k) => multiply(t[a], t[b], t[d], t[c], k),
    flops: (k) => {
      const { rows, columns, inner } = constants(k);
      return 2 * k.blocks * rows * columns * inner;
    },
  };
}

/** Three products per iteration, from x0 to x1 and back; the result of the last one is in x1. */
export const newtonSchulzPasses: readonly Pass[] = Array.from({ length: ITERATIONS }, (_, n) => {
  const [x, next] = n % 2 === 0 ? ['x0', 'x1'] : ['x1', 'x0'];
  return [
    productPass({ name: `gram_${n}`, a: x, b: x, d: x, c: 'gram', constants: gramConstants }),
    productPass({
      ...{ name: `polynomial_${n}`, a: 'gram', b: 'gram', d: 'gram', c: 'polynomial' },
      constants: polynomialConstants,
    }),
    productPass({ name: `apply_${n}`, a: 'polynomial', b: x, d: x, c: next, constants: applyConstants }),
  ];
}).flat();
