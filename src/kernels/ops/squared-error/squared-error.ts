// Squared error: the cost of the digit network.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './squared-error-backward.wgsl?raw';
import meanWgsl from './squared-error-mean.wgsl?raw';
import rowsWgsl from './squared-error-rows.wgsl?raw';

/** example_cost[r] = Σ_n (a[r, n] − y[r, n])², without a factor ½ */
function rows({ a, y, example_cost }: Tensors, { R, N }: Constants): void {
  for (let r = 0; r < R; r++) {
    let sum = 0;
    for (let i = r * N; i < (r + 1) * N; i++) sum += (a[i] - y[i]) ** 2;
    example_cost[r] = sum;
  }
}

/** cost = mean over r of example_cost[r] */
function mean({ example_cost, cost }: Tensors, { R }: Constants): void {
  let sum = 0;
  for (let r = 0; r < R; r++) sum += example_cost[r];
  cost[0] = sum / R;
}

/** d_a = 2 (a − y) / R */
function backward({ a, y, d_a }: Tensors, { R, N }: Constants): void {
  for (let i = 0; i < R * N; i++) d_a[i] += (2 * (a[i] - y[i])) / R;
}

/** a (R, N), the network's outputs, y (R, N), the targets → cost (1), example_cost (R). In the videos: chapter 2, 3:36. */
export const squaredError = defineOp({
  name: 'squared-error',
  inputs: { a: f32('R', 'N'), y: f32('R', 'N') },
  outputs: { cost: f32(1), example_cost: f32('R') },
  forward: [
    {
      name: 'rows',
      reads: ['a', 'y'],
      writes: ['example_cost'],
      variants: [{ name: 'row-per-thread', wgsl: rowsWgsl, workgroups: ({ R }) => workgroupCount(R, 64) }],
      wasm: { export: 'squared_error_rows', args: ['a', 'y', 'example_cost', 'N'], split: splitRows },
      reference: rows,
      flops: ({ R, N }) => 3 * R * N,
    },
    {
      name: 'mean',
      reads: ['example_cost'],
      writes: ['cost'],
      variants: [{ name: 'one-workgroup', wgsl: meanWgsl, workgroups: () => [1, 1, 1] }],
      wasm: { export: 'squared_error_mean', args: ['example_cost', 'cost', 'R'] },
      reference: mean,
      flops: ({ R }) => R,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['a', 'y'],
      writes: ['d_a'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: backwardWgsl,
          workgroups: ({ R, N }) => workgroupCount(R * N, 64),
        },
      ],
      wasm: { export: 'squared_error_backward', args: ['a', 'y', 'd_a', 'R', 'N'] },
      reference: backward,
      flops: ({ R, N }) => 3 * R * N,
    },
  ],
  cases: [
    { dims: { R: 1, N: 1 } },
    { dims: { R: 63, N: 10 } },
    { dims: { R: 64, N: 65 } },
    { dims: { R: 65, N: 3 } },
  ],
});
