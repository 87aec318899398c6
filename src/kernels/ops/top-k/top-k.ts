// Top-k activation: keeps the k largest positive entries of each row. The nonlinearity of k-sparse autoencoders.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './top-k-backward.wgsl?raw';
import forwardWgsl from './top-k-forward.wgsl?raw';

/** y = x where x > 0 is among the k largest of its row, else 0; of equal entries the first ranks higher */
function forward({ x, y }: Tensors, { R, N, k }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = x.subarray(r * N, (r + 1) * N);
    const order = Array.from(row.keys()).sort((i, j) => row[j] - row[i] || i - j);
    y.fill(0, r * N, (r + 1) * N);
    for (const i of order.slice(0, k)) y[r * N + i] = Math.max(row[i], 0);
  }
}

/** d_x = d_y where y > 0, else 0 */
function backward({ y, d_y, d_x }: Tensors, { R, N }: Constants): void {
  for (let i = 0; i < R * N; i++) if (y[i] > 0) d_x[i] += d_y[i];
}

/**
 * x (R, N) → y (R, N). Attribute `k` ≥ 1. Makhzani & Frey 2013, "k-sparse autoencoders"; Gao et al. 2024, "Scaling and
 * evaluating sparse autoencoders".
 */
export const topK = defineOp({
  name: 'top-k',
  inputs: { x: f32('R', 'N') },
  outputs: { y: f32('R', 'N') },
  check({ k }) {
    invariant(Number.isInteger(k) && k >= 1, 'top-k', `k must be a positive integer, got ${k}`);
  },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['y'],
      variants: [{ name: 'row-per-thread', wgsl: forwardWgsl, workgroups: ({ R }) => workgroupCount(R, 64) }],
      wasm: { export: 'top_k_forward', args: ['x', 'y', 'R', 'N', 'k'] },
      reference: forward,
      flops: ({ R, N, k }) => R * N * (k + 1),
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
  // Distinct entries, none near 0, in another order in each row: a small step changes no rank.
  caseInputs: ({ R, N }) => ({
    x: Float32Array.from(
      { length: R * N },
      (_, i) => ((31 * (i % N) + 17 * Math.floor(i / N)) % N) - N / 2 + 0.25,
    ),
  }),
  cases: [
    { dims: { R: 1, N: 1 }, attributes: { k: 1 } },
    { dims: { R: 3, N: 63 }, attributes: { k: 5 } },
    { dims: { R: 65, N: 64 }, attributes: { k: 1 } },
    { dims: { R: 64, N: 65 }, attributes: { k: 16 } },
    { dims: { R: 2, N: 7 }, attributes: { k: 9 } },
  ],
});
