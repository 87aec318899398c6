// Splits the output of the fused QKV projection into queries, keys and values.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './split-backward-scalar.wgsl?raw';
import backwardVec4Wgsl from './split-backward-vec4.wgsl?raw';
import forwardWgsl from './split-forward-scalar.wgsl?raw';
import forwardVec4Wgsl from './split-forward-vec4.wgsl?raw';

const supportsVec4 = ({ C }: Constants) => C % 4 === 0;

/** Per row: q = qkv[0 … C−1], k = qkv[C … 2C−1], v = qkv[2C … 3C−1] */
function forward({ qkv, q, k, v }: Tensors, { R, C }: Constants): void {
  [q, k, v].forEach((part, third) => {
    for (let r = 0; r < R; r++) {
      for (let c = 0; c < C; c++) part[r * C + c] = qkv[(3 * r + third) * C + c];
    }
  });
}

/** Per row: d_qkv = (d_q, d_k, d_v) */
function backward({ d_q, d_k, d_v, d_qkv }: Tensors, { R, C }: Constants): void {
  [d_q, d_k, d_v].forEach((part, third) => {
    for (let r = 0; r < R; r++) {
      for (let c = 0; c < C; c++) d_qkv[(3 * r + third) * C + c] += part[r * C + c];
    }
  });
}

/** qkv (R, 3C) → q, k and v, each (R, C). */
export const split = defineOp({
  name: 'split',
  inputs: { qkv: f32('R', 'three_C') },
  outputs: { q: f32('R', 'C'), k: f32('R', 'C'), v: f32('R', 'C') },
  derive: ({ three_C }) => ({ C: Math.floor(three_C / 3) }),
  check: ({ three_C }) =>
    invariant(
      three_C % 3 === 0,
      "split: input 'qkv'",
      `rows of ${three_C} cannot be split into three equal parts`,
    ),
  forward: [
    {
      name: 'forward',
      reads: ['qkv'],
      writes: ['q', 'k', 'v'],
      variants: [
        {
          name: 'four-threads-per-row-vec4',
          formerNames: ['rows-in-fours'],
          wgsl: forwardVec4Wgsl,
          workgroups: ({ R }) => workgroupCount(R, 16),
          supports: supportsVec4,
        },
        {
          name: 'element-per-thread',
          formerNames: ['place-a-thread'],
          wgsl: forwardWgsl,
          workgroups: ({ R, C }) => workgroupCount(R * C, 64),
        },
      ],
      wasm: { export: 'split_forward', args: ['qkv', 'q', 'k', 'v', 'C'], split: splitRows },
      reference: forward,
      flops: ({ R, three_C }) => R * three_C,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['d_q', 'd_k', 'd_v'],
      writes: ['d_qkv'],
      variants: [
        {
          name: 'four-threads-per-row-vec4',
          formerNames: ['rows-in-fours'],
          wgsl: backwardVec4Wgsl,
          workgroups: ({ R }) => workgroupCount(R, 16),
          supports: supportsVec4,
        },
        {
          name: 'element-per-thread',
          formerNames: ['place-a-thread'],
          wgsl: backwardWgsl,
          workgroups: ({ R, C }) => workgroupCount(R * C, 64),
        },
      ],
      wasm: {
        export: 'split_backward',
        args: ['d_q', 'd_k', 'd_v', 'd_qkv', 'C', 'accumulate_d_qkv'],
        split: splitRows,
      },
      reference: backward,
      flops: ({ R, three_C }) => R * three_C,
    },
  ],
  cases: [
    { dims: { R: 1, three_C: 3 } },
    { dims: { R: 5, three_C: 21 } },
    { dims: { R: 64, three_C: 3 } },
    { dims: { R: 13, three_C: 195 } },
    { dims: { R: 17, three_C: 204 } },
  ],
});
