// JumpReLU: an entry passes where it exceeds a threshold of its own, which is learned.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from '../top-k/top-k-backward.wgsl?raw';
import thresholdWgsl from './jump-relu-backward-threshold.wgsl?raw';
import forwardWgsl from './jump-relu-forward.wgsl?raw';
import usedWgsl from './jump-relu-used.wgsl?raw';

/** y = x where x > θ, else 0, with θ[n] = exp(log_threshold[n]) */
function forward({ x, log_threshold, y }: Tensors, { R, N }: Constants): void {
  for (let i = 0; i < R * N; i++) y[i] = x[i] > Math.exp(log_threshold[i % N]) ? x[i] : 0;
}

/** used = entries of y above 0, per row */
function countUsed({ y, used }: Tensors, { R, N }: Constants): void {
  let count = 0;
  for (let i = 0; i < R * N; i++) if (y[i] > 0) count++;
  used[0] = count / R;
}

/** d_x = d_y where y > 0, else 0 */
function backwardX({ y, d_y, d_x }: Tensors, { R, N }: Constants): void {
  for (let i = 0; i < R * N; i++) if (y[i] > 0) d_x[i] += d_y[i];
}

/**
 * d_log θ[n] = −θ²/ε Σ_r [|x − θ| < ε/2] d_y: the derivative of the loss where the step of each entry is spread over the bandwidth ε.
 */
function backwardThreshold(
  { x, log_threshold, d_y, d_log_threshold }: Tensors,
  { R, N, bandwidth }: Constants,
): void {
  for (let n = 0; n < N; n++) {
    const theta = Math.exp(log_threshold[n]);
    let sum = 0;
    for (let i = n; i < R * N; i += N) if (Math.abs(x[i] - theta) < bandwidth / 2) sum += d_y[i];
    d_log_threshold[n] -= (theta ** 2 / bandwidth) * sum;
  }
}

/**
 * x (R, N), log_threshold (N) → y (R, N), used (1), the mean number of entries of a row. Attribute: `bandwidth` ε > 0 of the
 * straight-through estimator.
 * Rajamanoharan et al. 2024, "Jumping Ahead: Improving Reconstruction Fidelity with JumpReLU Sparse Autoencoders".
 */
export const jumpRelu = defineOp({
  name: 'jump-relu',
  inputs: { x: f32('R', 'N'), log_threshold: f32('N') },
  outputs: { y: f32('R', 'N'), used: f32(1) },
  check({ bandwidth }) {
    invariant(bandwidth > 0, 'jump-relu', `bandwidth must be above 0, got ${bandwidth}`);
  },
  forward: [
    {
      name: 'forward',
      reads: ['x', 'log_threshold'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: forwardWgsl,
          workgroups: ({ R, N }) => workgroupCount(R * N, 64),
        },
      ],
      wasm: { export: 'jump_relu_forward', args: ['x', 'log_threshold', 'y', 'R', 'N'] },
      reference: forward,
      flops: ({ R, N }) => R * N,
    },
    {
      name: 'used',
      reads: ['y'],
      writes: ['used'],
      variants: [{ name: 'one-workgroup', wgsl: usedWgsl, workgroups: () => [1, 1, 1] }],
      wasm: { export: 'jump_relu_used', args: ['y', 'used', 'R', 'N'] },
      reference: countUsed,
      flops: ({ R, N }) => R * N,
    },
  ],
  backward: [
    {
      name: 'backward_x',
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
      reference: backwardX,
      flops: ({ R, N }) => R * N,
    },
    {
      name: 'backward_threshold',
      reads: ['x', 'log_threshold', 'd_y'],
      writes: ['d_log_threshold'],
      variants: [
        { name: 'column-per-thread', wgsl: thresholdWgsl, workgroups: ({ N }) => workgroupCount(N, 64) },
      ],
      wasm: {
        export: 'jump_relu_backward_threshold',
        args: ['x', 'log_threshold', 'd_y', 'd_log_threshold', 'R', 'N', 'bandwidth'],
      },
      reference: backwardThreshold,
      flops: ({ R, N }) => 3 * R * N,
    },
  ],
  // Further from the thresholds than any bandwidth below: there the estimator is the derivative itself, which is 0.
  caseInputs: ({ R, N }) => ({
    x: Float32Array.from({ length: R * N }, (_, i) => ((31 * i) % 8) / 4 - 0.875),
    log_threshold: new Float32Array(N).fill(Math.log(0.5)),
  }),
  cases: [
    { dims: { R: 1, N: 1 }, attributes: { bandwidth: 0.2 } },
    { dims: { R: 3, N: 63 }, attributes: { bandwidth: 0.1 } },
    { dims: { R: 65, N: 64 }, attributes: { bandwidth: 0.2 } },
    { dims: { R: 7, N: 65 }, attributes: { bandwidth: 0.1 } },
  ],
});
