// SwiGLU: a linear projection, gated by the SiLU of another one.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, vec4WorkgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import { siluOf, siluSlope } from '../silu/silu.ts';
import backwardWgsl from './swiglu-backward.wgsl?raw';
import forwardWgsl from './swiglu-forward.wgsl?raw';

/** y = silu(gate) · x */
function forward({ gate, x, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = siluOf(gate[i]) * x[i];
}

/** d_gate = d_y · x · silu′(gate), d_x = d_y · silu(gate) */
function backward({ gate, x, d_y, d_gate, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) {
    d_gate[i] += d_y[i] * x[i] * siluSlope(gate[i]);
    d_x[i] += d_y[i] * siluOf(gate[i]);
  }
}

/** gate (N), x (N) → y (N), any shape. Shazeer 2020, "GLU variants improve transformer". */
export const swiglu = defineOp({
  name: 'swiglu',
  inputs: { gate: f32('N'), x: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['gate', 'x'],
      writes: ['y'],
      variants: [{ name: 'vec4', wgsl: forwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'swiglu_forward', args: ['gate', 'x', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => 5 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['gate', 'x', 'd_y'],
      writes: ['d_gate', 'd_x'],
      variants: [{ name: 'vec4', wgsl: backwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'swiglu_backward', args: ['gate', 'x', 'd_y', 'd_gate', 'd_x'], split: splitElements },
      reference: backward,
      flops: ({ N }) => 11 * N,
    },
  ],
  // Includes both saturated ranges of the gate, where a naive exp(−x) overflows.
  caseInputs: ({ N }, random) => ({
    gate: Float32Array.from({ length: N }, (_, i) => (i % 7 === 6 ? 200 : 16) * (random() - 0.5)),
  }),
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
