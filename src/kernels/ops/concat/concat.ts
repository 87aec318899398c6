// Concatenates two matrices along the columns, e.g. the logits of a sharded unembedding.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import forwardWgsl from './concat.wgsl?raw';
import backwardWgsl from './concat-backward.wgsl?raw';

/** y[r] = (a[r], b[r]) */
function forward({ a, b, y }: Tensors, { R, M, N }: Constants): void {
  for (let r = 0; r < R; r++) {
    for (let m = 0; m < M; m++) y[r * (M + N) + m] = a[r * M + m];
    for (let n = 0; n < N; n++) y[r * (M + N) + M + n] = b[r * N + n];
  }
}

/** (d_a[r], d_b[r]) = d_y[r] */
function backward({ d_y, d_a, d_b }: Tensors, { R, M, N }: Constants): void {
  for (let r = 0; r < R; r++) {
    for (let m = 0; m < M; m++) d_a[r * M + m] += d_y[r * (M + N) + m];
    for (let n = 0; n < N; n++) d_b[r * N + n] += d_y[r * (M + N) + M + n];
  }
}

/** a (R, M), b (R, N) → y (R, M + N). */
export const concat = defineOp({
  name: 'concat',
  inputs: { a: f32('R', 'M'), b: f32('R', 'N') },
  outputs: { y: f32('R', 'width') },
  derive: ({ M, N }) => ({ width: M + N }),
  forward: [
    {
      name: 'forward',
      reads: ['a', 'b'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: forwardWgsl,
          workgroups: ({ R, width }) => workgroupCount(R * width, 64),
        },
      ],
      wasm: { export: 'concat_forward', args: ['a', 'b', 'y', 'M', 'N'], split: splitRows },
      reference: forward,
      flops: () => 0,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['d_y'],
      writes: ['d_a', 'd_b'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: backwardWgsl,
          workgroups: ({ R, width }) => workgroupCount(R * width, 64),
        },
      ],
      wasm: { export: 'concat_backward', args: ['d_y', 'd_a', 'd_b', 'M', 'N'], split: splitRows },
      reference: backward,
      flops: () => 0,
    },
  ],
  cases: [
    { dims: { R: 1, M: 1, N: 1 } },
    { dims: { R: 5, M: 7, N: 2 } },
    { dims: { R: 63, M: 64, N: 65 } },
    { dims: { R: 13, M: 3, N: 68 } },
  ],
});
