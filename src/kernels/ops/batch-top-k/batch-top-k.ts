// Batch top-k activation: keeps the k·R largest positive entries of all R rows together (BatchTopK).

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from '../top-k/top-k-backward.wgsl?raw';
import forwardWgsl from './batch-top-k-forward.wgsl?raw';
import thresholdWgsl from './batch-top-k-threshold.wgsl?raw';

/** threshold = the k·R-th largest positive entry of x; the smallest positive one if there are fewer, 0 if there is none */
function findThreshold({ x, threshold }: Tensors, { R, k }: Constants): void {
  const positive = Array.from(x)
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  threshold[0] = positive[Math.max(0, positive.length - k * R)] ?? 0;
}

/** y = x where x > 0 and x ≥ threshold, else 0 */
function forward({ x, threshold, y }: Tensors): void {
  for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 && x[i] >= threshold[0] ? x[i] : 0;
}

/** d_x = d_y where y > 0, else 0 */
function backward({ y, d_y, d_x }: Tensors): void {
  for (let i = 0; i < y.length; i++) if (y[i] > 0) d_x[i] += d_y[i];
}

/**
 * x (R, N) → y (R, N), threshold (1), below which an entry is dropped: entries equal to it are all kept. Attribute `k` ≥ 1, the
 * mean number of entries of a row. Bussmann et al. 2024, "BatchTopK Sparse Autoencoders".
 */
export const batchTopK = defineOp({
  name: 'batch-top-k',
  inputs: { x: f32('R', 'N') },
  outputs: { y: f32('R', 'N'), threshold: f32(1) },
  check({ k }) {
    invariant(Number.isInteger(k) && k >= 1, 'batch-top-k', `k must be a positive integer, got ${k}`);
  },
  forward: [
    {
      name: 'threshold',
      reads: ['x'],
      writes: ['threshold'],
      variants: [{ name: 'one-workgroup', wgsl: thresholdWgsl, workgroups: () => [1, 1, 1] }],
      wasm: { export: 'batch_top_k_threshold', args: ['x', 'threshold', 'R', 'N', 'k'] },
      reference: findThreshold,
      flops: ({ R, N }) => 31 * R * N,
    },
    {
      name: 'forward',
      reads: ['x', 'threshold'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: forwardWgsl,
          workgroups: ({ R, N }) => workgroupCount(R * N, 64),
        },
      ],
      wasm: { export: 'batch_top_k_forward', args: ['x', 'threshold', 'y', 'R', 'N'] },
      reference: forward,
      flops: ({ R, N }) => R * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['y', 'd_y'],
      writes: ['d_x'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: backwardWgsl,
          workgroups: ({ R, N }) => workgroupCount(R * N, 64),
        },
      ],
      wasm: { export: 'top_k_backward', args: ['y', 'd_y', 'd_x', 'R', 'N'] },
      reference: backward,
      flops: ({ R, N }) => R * N,
    },
  ],
  // Distinct entries, none near 0: a small step changes no rank.
  caseInputs: ({ R, N }) => ({
    x: Float32Array.from(
      { length: R * N },
      (_, i) => ((31 * i + 7) % (R * N)) * (2 / (R * N)) - 1 + 0.5 / (R * N),
    ),
  }),
  cases: [
    { dims: { R: 1, N: 1 }, attributes: { k: 1 } },
    { dims: { R: 3, N: 7 }, attributes: { k: 2 } },
    { dims: { R: 5, N: 13 }, attributes: { k: 1 } },
    { dims: { R: 4, N: 16 }, attributes: { k: 3 } },
    { dims: { R: 2, N: 7 }, attributes: { k: 9 } },
  ],
});
