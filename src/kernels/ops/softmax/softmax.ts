// Softmax over the last axis.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import { withSubgroups } from '../subgroup-reductions.ts';
import backwardWgsl from './softmax-backward-scalar.wgsl?raw';
import backwardVec4Wgsl from './softmax-backward-vec4.wgsl?raw';
import backwardWorkgroupWgsl from './softmax-backward-workgroup.wgsl?raw';
import forwardWgsl from './softmax-forward-scalar.wgsl?raw';
import forwardVec4Wgsl from './softmax-forward-vec4.wgsl?raw';
import forwardWorkgroupWgsl from './softmax-forward-workgroup.wgsl?raw';

const supportsVec4 = ({ N }: Constants) => N % 4 === 0;

/** Per row: p = exp(x − max) / Σ exp(x − max) */
function forward({ x, p }: Tensors, { R, N }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * N;
    let max = -Infinity;
    for (let i = 0; i < N; i++) max = Math.max(max, x[row + i]);
    let sum = 0;
    for (let i = 0; i < N; i++) sum += Math.exp(x[row + i] - max);
    for (let i = 0; i < N; i++) p[row + i] = Math.exp(x[row + i] - max) / sum;
  }
}

/** Per row: d_x = p · (d_p − Σ d_p · p). The sum appears because all entries share one normalization. */
function backward({ p, d_p, d_x }: Tensors, { R, N }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = r * N;
    let dot = 0;
    for (let i = 0; i < N; i++) dot += d_p[row + i] * p[row + i];
    for (let i = 0; i < N; i++) d_x[row + i] += p[row + i] * (d_p[row + i] - dot);
  }
}

/** x (R, N) → p (R, N); each row of p sums to 1. In the videos: chapter 5, 22:22. */
export const softmax = defineOp({
  name: 'softmax',
  inputs: { x: f32('R', 'N') },
  outputs: { p: f32('R', 'N') },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['p'],
      variants: [
        {
          name: 'row-per-thread-vec4',
          formerNames: ['row-a-thread-in-fours'],
          wgsl: forwardVec4Wgsl,
          workgroups: ({ R }) => workgroupCount(R, 16),
          supports: supportsVec4,
        },
        {
          name: 'row-per-thread',
          formerNames: ['row-a-thread'],
          wgsl: forwardWgsl,
          workgroups: ({ R }) => workgroupCount(R, 64),
        },
        ...withSubgroups({
          name: 'row-per-workgroup',
          formerNames: ['row-a-workgroup'],
          wgsl: forwardWorkgroupWgsl,
          workgroups: ({ R }) => workgroupCount(R, 1),
          preferredOn: 'hardware',
        }),
      ],
      wasm: { export: 'softmax_forward', args: ['x', 'p', 'N'], split: splitRows },
      reference: forward,
      flops: ({ R, N }) => 5 * R * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['p', 'd_p'],
      writes: ['d_x'],
      variants: [
        {
          name: 'row-per-thread-vec4',
          formerNames: ['row-a-thread-in-fours'],
          wgsl: backwardVec4Wgsl,
          workgroups: ({ R }) => workgroupCount(R, 16),
          supports: supportsVec4,
        },
        {
          name: 'row-per-thread',
          formerNames: ['row-a-thread'],
          wgsl: backwardWgsl,
          workgroups: ({ R }) => workgroupCount(R, 64),
        },
        ...withSubgroups({
          name: 'row-per-workgroup',
          formerNames: ['row-a-workgroup'],
          wgsl: backwardWorkgroupWgsl,
          workgroups: ({ R }) => workgroupCount(R, 1),
          preferredOn: 'hardware',
        }),
      ],
      wasm: {
        export: 'softmax_backward',
        args: ['p', 'd_p', 'd_x', 'N', 'accumulate_d_x'],
        split: splitRows,
      },
      reference: backward,
      flops: ({ R, N }) => 4 * R * N,
    },
  ],
  // Rows of ordinary scores, of scores around 1000, and with masked scores at the end.
  caseInputs: ({ R, N }, random) => ({
    x: Float32Array.from({ length: R * N }, (_, i) => {
      const row = Math.floor(i / N);
      const masked = row % 3 === 2 && i % N > N / 2;
      return masked ? -1e30 : 8 * random() + (row % 3 === 1 ? 1000 : 0);
    }),
  }),
  cases: [
    { dims: { R: 1, N: 1 } },
    { dims: { R: 3, N: 63 } },
    { dims: { R: 65, N: 64 } },
    { dims: { R: 64, N: 65 } },
    { dims: { R: 130, N: 7 } },
    { dims: { R: 67, N: 68 } },
  ],
});
