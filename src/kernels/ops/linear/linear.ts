// Linear layers: y = x W + b, with the weight stored as (in, out) like GPT-2's, or as (out, in) like torch.nn.Linear's.

import type { Constants, Pass, Split, Tensors } from '../../op.ts';
import { defineOp, splitElements, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import biasScalarWgsl from './bias-backward-scalar.wgsl?raw';
import biasWgsl from './bias-backward-vec4.wgsl?raw';
import biasWorkgroupWgsl from './bias-backward-workgroup.wgsl?raw';
import { matmulConstants, matmulVariants } from './matmul.ts';

/** W[k, n], from input k to output n, is at k · input + n · output in either layout. */
const weightStrides = ({ K, N, transposed }: Constants) =>
  transposed ? { input: 1, output: K } : { input: N, output: 1 };

/** y[r, n] = Σ_k x[r, k] W[k, n] + b[n] */
function forward({ x, weight, bias, y }: Tensors, c: Constants): void {
  const { R, K, N } = c;
  const { input, output } = weightStrides(c);
  for (let r = 0; r < R; r++) {
    for (let n = 0; n < N; n++) {
      let sum = bias ? bias[n] : 0;
      for (let k = 0; k < K; k++) sum += x[r * K + k] * weight[k * input + n * output];
      y[r * N + n] = sum;
    }
  }
}

/** d_x[r, k] = Σ_n d_y[r, n] W[k, n] */
function backwardX({ weight, d_y, d_x }: Tensors, c: Constants): void {
  const { R, K, N } = c;
  const { input, output } = weightStrides(c);
  for (let r = 0; r < R; r++) {
    for (let k = 0; k < K; k++) {
      let sum = 0;
      for (let n = 0; n < N; n++) sum += d_y[r * N + n] * weight[k * input + n * output];
      d_x[r * K + k] += sum;
    }
  }
}

/** d_W[k, n] = Σ_r x[r, k] d_y[r, n] */
function backwardWeight({ x, d_y, d_weight }: Tensors, c: Constants): void {
  const { R, K, N } = c;
  const { input, output } = weightStrides(c);
  for (let k = 0; k < K; k++) {
    for (let n = 0; n < N; n++) {
      let sum = 0;
      for (let r = 0; r < R; r++) sum += x[r * K + k] * d_y[r * N + n];
      d_weight[k * input + n * output] += sum;
    }
  }
}

/** d_b[n] = Σ_r d_y[r, n] */
function backwardBias({ d_y, d_bias }: Tensors, { R, N }: Constants): void {
  for (let n = 0; n < N; n++) {
    let sum = 0;
    for (let r = 0; r < R; r++) sum += d_y[r * N + n];
    d_bias[n] += sum;
  }
}

const flops = ({ R, K, N }: Constants) => 2 * R * K * N;

/** Threads compute ranges of the longer axis of a product, in whole tiles: so they pack least. */
const longerAxis = (rows: string, columns: string): Split => ({
  items: (k) => Math.max(k[rows], k[columns]),
  multiple: 8,
});

export const forwardPass: Pass = {
  name: 'forward',
  reads: ['x', 'weight', 'bias'],
  writes: ['y'],
  bind: { a: 'x', b: 'weight', c: 'y' },
  constants: ({ R, K, N, transposed }) =>
    matmulConstants({
      rows: R,
      columns: N,
      inner: K,
      a: { row: K, column: 1 },
      b: transposed ? { row: 1, column: K } : { row: N, column: 1 },
    }),
  variants: matmulVariants,
  wasm: {
    export: 'linear_forward',
    args: ['x', 'weight', 'bias', 'y', 'R', 'K', 'N', 'transposed'],
    split: longerAxis('R', 'N'),
  },
  reference: forward,
  flops,
};

const backwardXPass: Pass = {
  name: 'backward_x',
  reads: ['weight', 'd_y'],
  writes: ['d_x'],
  bind: { a: 'd_y', b: 'weight', c: 'd_x' },
  constants: ({ R, K, N, transposed }) =>
    matmulConstants({
      rows: R,
      columns: K,
      inner: N,
      a: { row: N, column: 1 },
      b: transposed ? { row: K, column: 1 } : { row: 1, column: N },
    }),
  variants: matmulVariants,
  wasm: {
    export: 'linear_backward_x',
    args: ['weight', 'd_y', 'd_x', 'R', 'K', 'N', 'transposed', 'accumulate_d_x'],
    split: longerAxis('R', 'K'),
  },
  reference: backwardX,
  flops,
};

const backwardWeightPass: Pass = {
  name: 'backward_weight',
  reads: ['x', 'd_y'],
  writes: ['d_weight'],
  batch: ['a', 'b', 'c'],
  // The gradient has the layout of the weight: rows are inputs, or outputs if transposed.
  constants: ({ R, K, N, transposed }) => {
    const x = { row: 1, column: K };
    const d_y = { row: 1, column: N };
    return transposed
      ? matmulConstants({ rows: N, columns: K, inner: R, a: d_y, b: { row: K, column: 1 } })
      : matmulConstants({ rows: K, columns: N, inner: R, a: x, b: { row: N, column: 1 } });
  },
  variants: matmulVariants,
  wasm: {
    export: 'linear_backward_weight',
    args: ['x', 'd_y', 'd_weight', 'R', 'K', 'N', 'transposed', 'accumulate_d_weight'],
    split: longerAxis('K', 'N'),
  },
  reference: backwardWeight,
  flops,
};

export const backwardBiasPass: Pass = {
  name: 'backward_bias',
  reads: ['d_y'],
  writes: ['d_bias'],
  batch: ['d_y', 'd_bias'],
  variants: [
    {
      name: 'column-per-thread-vec4',
      formerNames: ['four-columns-a-thread'],
      wgsl: biasWgsl,
      workgroups: ({ N }) => workgroupCount(N / 4, 4),
      supports: ({ N }) => N % 4 === 0,
    },
    {
      name: 'column-per-thread',
      formerNames: ['column-a-thread'],
      wgsl: biasScalarWgsl,
      workgroups: ({ N }) => workgroupCount(N, 64),
    },
    {
      name: 'columns-per-workgroup',
      formerNames: ['rows-by-workgroup'],
      wgsl: biasWorkgroupWgsl,
      workgroups: ({ N }) => [Math.ceil(N / 16), 1, 1],
      preferredOn: 'hardware',
    },
  ],
  wasm: { export: 'linear_backward_bias', args: ['d_y', 'd_bias', 'R', 'N'], split: splitElements },
  reference: backwardBias,
  flops: ({ R, N }) => R * N,
};

/** x (R, K), weight (K, N), bias (N), optional → y (R, N). */
export const linear = defineOp({
  name: 'linear',
  inputs: { x: f32('R', 'K'), weight: f32('K', 'N'), bias: f32('N') },
  optional: ['bias'],
  outputs: { y: f32('R', 'N') },
  derive: () => ({ transposed: 0 }),
  forward: [forwardPass],
  backward: [
    backwardXPass,
    { ...backwardWeightPass, bind: { a: 'x', b: 'd_y', c: 'd_weight' } },
    backwardBiasPass,
  ],
  cases: [
    { dims: { R: 1, K: 1, N: 1 } },
    { dims: { R: 3, K: 5, N: 7 }, without: ['bias'] },
    { dims: { R: 2, K: 33, N: 67 } },
    { dims: { R: 63, K: 64, N: 65 } },
    { dims: { R: 64, K: 64, N: 64 } },
    { dims: { R: 33, K: 33, N: 99 } },
    { dims: { R: 71, K: 36, N: 40 } },
    { dims: { R: 68, K: 68, N: 36 } },
  ],
});

/** `linear` with weight (N, K), one row per output: the unembedding, and the digit network. */
export const linearTransposed = defineOp({
  ...linear,
  name: 'linear-transposed',
  inputs: { x: f32('R', 'K'), weight: f32('N', 'K'), bias: f32('N') },
  derive: () => ({ transposed: 1 }),
  backward: [
    backwardXPass,
    { ...backwardWeightPass, bind: { a: 'd_y', b: 'x', c: 'd_weight' } },
    backwardBiasPass,
  ],
  cases: [
    { dims: { R: 1, K: 1, N: 1 } },
    { dims: { R: 65, K: 63, N: 64 } },
    { dims: { R: 3, K: 66, N: 35 } },
    { dims: { R: 64, K: 65, N: 63 }, without: ['bias'] },
    { dims: { R: 37, K: 33, N: 67 } },
    { dims: { R: 132, K: 36, N: 68 } },
  ],
});
