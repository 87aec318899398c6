// The logistic sigmoid, the activation function of the digit network.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './sigmoid-backward.wgsl?raw';
import forwardWgsl from './sigmoid-forward.wgsl?raw';

/** y = 1 / (1 + exp(−x)) */
function forward({ x, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = 1 / (1 + Math.exp(-x[i]));
}

/** d_x = d_y y (1 − y) */
function backward({ y, d_y, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) d_x[i] += d_y[i] * y[i] * (1 - y[i]);
}

/** x (N) → y (N), any shape. In the videos: chapter 1, 10:14. */
export const sigmoid = defineOp({
  name: 'sigmoid',
  inputs: { x: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['y'],
      variants: [
        { name: 'element-per-thread', wgsl: forwardWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'sigmoid_forward', args: ['x', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => 3 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['y', 'd_y'],
      writes: ['d_x'],
      variants: [
        { name: 'element-per-thread', wgsl: backwardWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'sigmoid_backward', args: ['y', 'd_y', 'd_x'], split: splitElements },
      reference: backward,
      flops: ({ N }) => 3 * N,
    },
  ],
  // Includes both saturated ranges, where a naive exp(−x) overflows.
  caseInputs: ({ N }, random) => ({ x: Float32Array.from({ length: N }, () => 200 * random() - 100) }),
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
