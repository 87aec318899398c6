// Linear layers whose matrix is quantised: y = x W + b, each output's weights a row of codes that is read as it lies.

import { invariant } from '../../errors.ts';
import type { Case, Constants, Tensors, Variant } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import {
  type CodeBits,
  dequantizeRows,
  quantizeRows,
  scalesPerRow,
  wordsPerRow,
} from '../../quantization.ts';
import { f32, i32 } from '../../shape.ts';
import quadWgsl from './quad.wgsl?raw';
import backwardWgsl from './quantized-linear-backward-x.wgsl?raw';
import columnWgsl from './quantized-linear-column.wgsl?raw';
import tileWgsl from './quantized-linear-tile-4x4.wgsl?raw';
import workgroupWgsl from './quantized-linear-workgroup.wgsl?raw';

/** Sizes that follow from the numbers K of a row and their bits. */
export function rowSizes(K: number, bits: number) {
  const G = scalesPerRow(K, bits as CodeBits);
  return { W: wordsPerRow(K, bits as CodeBits), ...(G > 0 && { G }) };
}

/** Quads of a row, and quads with one scale. */
export function quadSizes(K: number, bits: number) {
  const quads = Math.ceil(K / 4);
  return { quads, group_quads: bits === 4 ? 8 : quads };
}

/** @throws KernelError unless rows of K numbers have these words and scales. */
export function checkRows(opName: string, K: number, { W, G, bits, has_scale }: Constants): void {
  invariant(bits === 16 || bits === 8 || bits === 4, opName, `${bits} bits; a number has 16, 8 or 4`);
  const sizes = rowSizes(K, bits);
  invariant(W === sizes.W, opName, `${K} numbers of ${bits} bits need ${sizes.W} words a row, got ${W}`);
  const scales = has_scale ? G : undefined;
  invariant(scales === sizes.G, opName, `expected ${sizes.G ?? 'no'} scales a row, got ${scales ?? 'none'}`);
}

/** Codes and scales of random rows, for cases. */
export function randomRows(rows: number, K: number, bits: number, random: () => number) {
  const values = Float32Array.from({ length: rows * K }, () => 2 * random() - 1);
  const { codes, scale } = quantizeRows(values, K, bits as CodeBits);
  return { codes, ...(scale.length > 0 && { scale }) };
}

/** Numbers (K) of one row of a tensor of codes. */
export function rowNumbers({ codes, scale }: Tensors, row: number, K: number, { W, G, bits }: Constants) {
  return dequantizeRows(
    {
      codes: codes.subarray(row * W, (row + 1) * W) as Int32Array,
      scale: scale?.subarray(row * G, (row + 1) * G) as Float32Array | undefined,
    },
    K,
    bits as CodeBits,
  );
}

/** y[r, n] = Σ_k x[r, k] codes[n, k] scale[n, group of k] + b[n] */
function forward(t: Tensors, c: Constants): void {
  const { x, bias, y } = t;
  const { R, K, N } = c;
  for (let n = 0; n < N; n++) {
    const weights = rowNumbers(t, n, K, c);
    for (let r = 0; r < R; r++) {
      let sum = bias ? bias[n] : 0;
      for (let k = 0; k < K; k++) sum += x[r * K + k] * weights[k];
      y[r * N + n] = sum;
    }
  }
}

/** d_x[r, k] += Σ_n d_y[r, n] codes[n, k] scale[n, group of k] */
function backwardX(t: Tensors, c: Constants): void {
  const { d_y, d_x } = t;
  const { R, K, N } = c;
  for (let n = 0; n < N; n++) {
    const weights = rowNumbers(t, n, K, c);
    for (let r = 0; r < R; r++) {
      for (let k = 0; k < K; k++) d_x[r * K + k] += d_y[r * N + n] * weights[k];
    }
  }
}

const linearCase = (R: number, K: number, N: number, bits: CodeBits, hasBias = true): Case => ({
  dims: { R, K, N, ...rowSizes(K, bits) },
  attributes: { bits },
  without: [...(bits === 16 ? ['scale'] : []), ...(hasBias ? [] : ['bias'])],
});

const fewRows: Variant['supports'] = ({ R }) => R <= 8;

/**
 * x (R, K), codes (N, W), scale (N, G), absent for 16 bits, bias (N), optional → y (R, N). The attribute `bits` and the layout
 * of codes are those of `quantizeRows`, a row for each output. Quantised weights are not
 * trained: only x has a gradient.
 */
export const quantizedLinear = defineOp({
  name: 'quantized-linear',
  inputs: { x: f32('R', 'K'), codes: i32('N', 'W'), scale: f32('N', 'G'), bias: f32('N') },
  optional: ['scale', 'bias'],
  outputs: { y: f32('R', 'N') },
  derive: ({ K, bits }) => quadSizes(K, bits),
  check: (k) => checkRows('quantized-linear', k.K, k),
  forward: [
    {
      name: 'forward',
      reads: ['x', 'codes', 'scale', 'bias'],
      writes: ['y'],
      variants: [
        {
          name: 'row-per-workgroup',
          wgsl: quadWgsl + workgroupWgsl,
          workgroups: ({ R, N }) => {
            const [x, y] = workgroupCount(N, 1);
            return [x, y, Math.ceil(R / 4)];
          },
          preferredOn: 'hardware',
          supports: fewRows,
        },
        {
          name: 'entry-per-thread',
          wgsl: quadWgsl + columnWgsl,
          workgroups: ({ R, N }) => workgroupCount(R * N, 64),
          supports: fewRows,
        },
        {
          name: 'tile-4x4',
          wgsl: quadWgsl + tileWgsl,
          workgroups: ({ R, N }) => [Math.ceil(N / 32), Math.ceil(R / 32), 1],
        },
      ],
      wasm: {
        export: 'quantized_linear_forward',
        args: ['x', 'codes', 'scale', 'bias', 'y', 'R', 'K', 'N', 'bits'],
        split: { items: ({ N }) => N, multiple: 32 },
      },
      reference: forward,
      flops: ({ R, K, N }) => 2 * R * K * N,
    },
  ],
  backward: [
    {
      name: 'backward_x',
      reads: ['codes', 'scale', 'd_y'],
      writes: ['d_x'],
      variants: [
        {
          name: 'quad-per-thread',
          wgsl: quadWgsl + backwardWgsl,
          workgroups: ({ R, quads }) => [Math.ceil(quads / 64), Math.ceil(R / 4), 1],
        },
      ],
      wasm: {
        export: 'quantized_linear_backward_x',
        args: ['codes', 'scale', 'd_y', 'd_x', 'R', 'K', 'N', 'bits'],
        split: { items: ({ K }) => K, multiple: 512 },
      },
      reference: backwardX,
      flops: ({ R, K, N }) => 2 * R * K * N,
    },
  ],
  caseInputs: ({ N, K, bits }, random) => randomRows(N, K, bits, random),
  cases: [
    linearCase(1, 1, 1, 8),
    linearCase(1, 64, 65, 8),
    linearCase(3, 33, 7, 8, false),
    linearCase(65, 63, 64, 8),
    linearCase(4, 515, 33, 8),
    linearCase(1, 1, 1, 4),
    linearCase(1, 64, 63, 4, false),
    linearCase(9, 80, 7, 4),
    linearCase(63, 65, 33, 4),
    linearCase(5, 545, 34, 4),
    linearCase(1, 7, 1, 16),
    linearCase(64, 63, 65, 16, false),
    linearCase(2, 65, 64, 16),
  ],
});
