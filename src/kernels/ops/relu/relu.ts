// ReLU.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './relu-backward.wgsl?raw';
import forwardWgsl from './relu-forward.wgsl?raw';

/** y = max(x, 0) */
function forward({ x, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = Math.max(x[i], 0);
}

/** d_x = d_y where x > 0, else 0; 0 at x = 0, like PyTorch */
function backward({ x, d_y, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) if (x[i] > 0) d_x[i] += d_y[i];
}

/** x (N) → y (N), any shape. In the videos: chapter 1, 17:15, and chapter 7, 10:32. */
export const relu = defineOp({
  name: 'relu',
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
      wasm: { export: 'relu_forward', args: ['x', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['x', 'd_y'],
      writes: ['d_x'],
      variants: [
        { name: 'element-per-thread', wgsl: backwardWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'relu_backward', args: ['x', 'd_y', 'd_x'], split: splitElements },
      reference: backward,
      flops: ({ N }) => N,
    },
  ],
  // At least 0.1 from the kink, where a finite difference would average the two slopes.
  caseInputs: ({ N }, random) => ({
    x: Float32Array.from({ length: N }, () => (random() < 0.5 ? -1 : 1) * (0.1 + random())),
  }),
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
