// An affine intervention on an activation: ablation, scaling, steering and activation patching.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './intervene-backward.wgsl?raw';
import forwardWgsl from './intervene-forward.wgsl?raw';

/** y = x · factor + offset. Factor and offset: 1, 0 keep an element; 0, 0 ablate it; 0, v replace it by v. */
function forward({ x, factor, offset, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = x[i] * factor[i] + offset[i];
}

/** d_x = d_y · factor; 0 for replaced elements */
function backward({ factor, d_y, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) d_x[i] += d_y[i] * factor[i];
}

/** x (N), factor (N), offset (N) → y (N), any shape. */
export const intervene = defineOp({
  name: 'intervene',
  inputs: { x: f32('N'), factor: f32('N'), offset: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['x', 'factor', 'offset'],
      writes: ['y'],
      variants: [
        { name: 'element-per-thread', wgsl: forwardWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'intervene_forward', args: ['x', 'factor', 'offset', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => 2 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['factor', 'd_y'],
      writes: ['d_x'],
      variants: [
        { name: 'element-per-thread', wgsl: backwardWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: { export: 'intervene_backward', args: ['factor', 'd_y', 'd_x'], split: splitElements },
      reference: backward,
      flops: ({ N }) => N,
    },
  ],
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
