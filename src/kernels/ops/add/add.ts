// Sum of two tensors, with broadcasting: the residual stream, and position embeddings.

import { invariant } from '../../errors.ts';
import type { Constants, Pass, Tensors } from '../../op.ts';
import { defineOp, splitElements, vec4WorkgroupCount, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardScalarWgsl from './add-backward-scalar.wgsl?raw';
import backwardWgsl from './add-backward-vec4.wgsl?raw';
import forwardScalarWgsl from './add-forward-scalar.wgsl?raw';
import forwardWgsl from './add-forward-vec4.wgsl?raw';

/** y = a + b; b has the shape of a, or of its trailing axes, and broadcasts over the leading ones. */
function forward({ a, b, y }: Tensors, { N, M }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = a[i] + b[i % M];
}

/** d_a = d_y */
function backwardA({ d_y, d_a }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) d_a[i] += d_y[i];
}

/** d_b = Σ d_y over the leading axes that b lacks. */
function backwardB({ d_y, d_b }: Tensors, { N, M }: Constants): void {
  for (let m = 0; m < M; m++) {
    let sum = 0;
    for (let i = m; i < N; i += M) sum += d_y[i];
    d_b[m] += sum;
  }
}

/** Kernels for both terms: d_term[i] = Σ_r d_y[r, i] over `repeats` rows of `size` elements. */
const backwardVariants: Pass['variants'] = [
  {
    name: 'vec4',
    formerNames: ['fours'],
    wgsl: backwardWgsl,
    workgroups: ({ size }) => vec4WorkgroupCount(size),
    supports: ({ size, repeats }) => repeats === 1 || size % 4 === 0,
  },
  {
    name: 'element-per-thread',
    formerNames: ['element-a-thread'],
    wgsl: backwardScalarWgsl,
    workgroups: ({ size }) => workgroupCount(size, 64),
  },
];

/** a (N), b (M) with M a divisor of N → y (N). */
export const add = defineOp({
  name: 'add',
  inputs: { a: f32('N'), b: f32('M') },
  outputs: { y: f32('N') },
  check: ({ N, M }) =>
    invariant(
      N % M === 0,
      'add',
      `b (${M} elements) does not broadcast to a (${N} elements); it needs the shape of a, or of its trailing axes`,
    ),
  forward: [
    {
      name: 'forward',
      reads: ['a', 'b'],
      writes: ['y'],
      variants: [
        {
          name: 'vec4',
          formerNames: ['fours'],
          wgsl: forwardWgsl,
          workgroups: ({ N }) => vec4WorkgroupCount(N),
          supports: ({ N, M }) => N === M || M % 4 === 0,
        },
        {
          name: 'element-per-thread',
          formerNames: ['element-a-thread'],
          wgsl: forwardScalarWgsl,
          workgroups: ({ N }) => workgroupCount(N, 64),
        },
      ],
      wasm: { export: 'add_forward', args: ['a', 'b', 'y', 'M'], split: { items: ({ N, M }) => N / M } },
      reference: forward,
      flops: ({ N }) => N,
    },
  ],
  backward: [
    {
      name: 'backward_a',
      reads: ['d_y'],
      writes: ['d_a'],
      isCopy: () => true,
      bind: { d_term: 'd_a' },
      constants: ({ N }) => ({ size: N, repeats: 1 }),
      variants: backwardVariants,
      wasm: { export: 'add_backward_a', args: ['d_y', 'd_a'], split: splitElements },
      reference: backwardA,
      flops: () => 0,
    },
    {
      name: 'backward_b',
      reads: ['d_y'],
      writes: ['d_b'],
      isCopy: ({ N, M }) => N === M,
      bind: { d_term: 'd_b' },
      constants: ({ N, M }) => ({ size: M, repeats: N / M }),
      variants: backwardVariants,
      wasm: {
        export: 'add_backward_b',
        args: ['d_y', 'd_b', 'N', 'M'],
        split: { items: ({ M }) => M, multiple: 16 },
      },
      reference: backwardB,
      flops: ({ N }) => N,
    },
  ],
  cases: [
    { dims: { N: 1, M: 1 } },
    { dims: { N: 63, M: 21 } },
    { dims: { N: 64, M: 64 } },
    { dims: { N: 195, M: 65 } },
    { dims: { N: 204, M: 68 } },
  ],
});
