// SiLU, also called swish: x times its sigmoid.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, vec4WorkgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './silu-backward.wgsl?raw';
import forwardWgsl from './silu-forward.wgsl?raw';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** x sigmoid(x) */
export const siluOf = (x: number) => x * sigmoid(x);

/** The derivative of SiLU: s (1 + x (1 − s)) with s = sigmoid(x) */
export const siluSlope = (x: number) => sigmoid(x) * (1 + x * (1 - sigmoid(x)));

function forward({ x, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = siluOf(x[i]);
}

function backward({ x, d_y, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) d_x[i] += d_y[i] * siluSlope(x[i]);
}

/** x (N) → y (N), any shape. Hendrycks & Gimpel 2016, "Gaussian error linear units", section 2. */
export const silu = defineOp({
  name: 'silu',
  inputs: { x: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['y'],
      variants: [{ name: 'vec4', wgsl: forwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'silu_forward', args: ['x', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => 4 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['x', 'd_y'],
      writes: ['d_x'],
      variants: [{ name: 'vec4', wgsl: backwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'silu_backward', args: ['x', 'd_y', 'd_x'], split: splitElements },
      reference: backward,
      flops: ({ N }) => 8 * N,
    },
  ],
  // Includes both saturated ranges, where a naive exp(−x) overflows.
  caseInputs: ({ N }, random) => ({
    x: Float32Array.from({ length: N }, (_, i) => (i % 7 === 6 ? 200 : 16) * (random() - 0.5)),
  }),
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
