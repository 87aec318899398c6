// GELU, the tanh approximation that GPT-2 uses.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, vec4WorkgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './gelu-backward.wgsl?raw';
import forwardWgsl from './gelu-forward.wgsl?raw';

const SLOPE = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** y = ½ x (1 + tanh u) with u = √(2/π) (x + 0.044715 x³) */
function forward({ x, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = 0.5 * x[i] * (1 + Math.tanh(SLOPE * (x[i] + CUBIC * x[i] ** 3)));
}

/** d_x = d_y (½ (1 + tanh u) + ½ x (1 − tanh² u) u′) */
function backward({ x, d_y, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) {
    const tanh = Math.tanh(SLOPE * (x[i] + CUBIC * x[i] ** 3));
    const uSlope = SLOPE * (1 + 3 * CUBIC * x[i] ** 2);
    d_x[i] += d_y[i] * (0.5 * (1 + tanh) + 0.5 * x[i] * (1 - tanh ** 2) * uSlope);
  }
}

/** x (N) → y (N), any shape. Hendrycks & Gimpel 2016, "Gaussian error linear units"; in the videos: chapter 7, 11:25. */
export const gelu = defineOp({
  name: 'gelu',
  inputs: { x: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['y'],
      variants: [{ name: 'vec4', wgsl: forwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'gelu_forward', args: ['x', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => 10 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['x', 'y', 'd_y'],
      writes: ['d_x'],
      variants: [{ name: 'vec4', wgsl: backwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: {
        export: 'gelu_backward',
        args: ['x', 'y', 'd_y', 'd_x', 'accumulate_d_x'],
        split: splitElements,
      },
      reference: backward,
      flops: ({ N }) => 18 * N,
    },
  ],
  // Includes both saturated ranges.
  caseInputs: ({ N }, random) => ({ x: Float32Array.from({ length: N }, () => 30 * random() - 15) }),
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
