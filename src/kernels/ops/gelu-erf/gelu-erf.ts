// GELU with the exact normal distribution function, as GPT-NeoX uses it; `gelu` is its tanh approximation.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitElements, vec4WorkgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import backwardWgsl from './gelu-erf-backward.wgsl?raw';
import forwardWgsl from './gelu-erf-forward.wgsl?raw';

/** The density of the normal distribution. */
const density = (x: number) => Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);

/** Φ(x) = ½ (1 + erf(x / √2)) in doubles: ½ + density(x) (x + x³/3 + x⁵/(3·5) + …), whose terms have one sign. */
function normalDistribution(x: number): number {
  if (Math.abs(x) > 9) return x < 0 ? 0 : 1; // the tail is below 1e-18
  let sum = 0;
  let term = x;
  for (let n = 3; sum + term !== sum; n += 2) {
    sum += term;
    term *= x ** 2 / n;
  }
  return 0.5 + density(x) * sum;
}

/** y = x Φ(x) */
function forward({ x, y }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) y[i] = x[i] * normalDistribution(x[i]);
}

/** d_x = d_y (Φ(x) + x density(x)) */
function backward({ x, d_y, d_x }: Tensors, { N }: Constants): void {
  for (let i = 0; i < N; i++) d_x[i] += d_y[i] * (normalDistribution(x[i]) + x[i] * density(x[i]));
}

/** x (N) → y (N), any shape. Hendrycks & Gimpel 2016, "Gaussian error linear units". */
export const geluErf = defineOp({
  name: 'gelu-erf',
  inputs: { x: f32('N') },
  outputs: { y: f32('N') },
  forward: [
    {
      name: 'forward',
      reads: ['x'],
      writes: ['y'],
      variants: [{ name: 'vec4', wgsl: forwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'gelu_erf_forward', args: ['x', 'y'], split: splitElements },
      reference: forward,
      flops: ({ N }) => 18 * N,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['x', 'd_y'],
      writes: ['d_x'],
      variants: [{ name: 'vec4', wgsl: backwardWgsl, workgroups: ({ N }) => vec4WorkgroupCount(N) }],
      wasm: { export: 'gelu_erf_backward', args: ['x', 'd_y', 'd_x'], split: splitElements },
      reference: backward,
      flops: ({ N }) => 22 * N,
    },
  ],
  // Includes both saturated ranges.
  caseInputs: ({ N }, random) => ({ x: Float32Array.from({ length: N }, () => 30 * random() - 15) }),
  cases: [{ dims: { N: 1 } }, { dims: { N: 63 } }, { dims: { N: 64 } }, { dims: { N: 65 } }],
});
