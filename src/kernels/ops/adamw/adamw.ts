// AdamW: updates all parameters, in their flat storage, with one dispatch.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, vec4WorkgroupCount } from '../../op.ts';
import { f32, scalars } from '../../shape.ts';
import wgsl from './adamw.wgsl?raw';

/** Hyperparameters and bias corrections 1 − β1^t and 1 − β2^t of step t, counted from 1. */
const step = scalars(
  'learning_rate',
  'beta1',
  'beta2',
  'epsilon',
  'weight_decay',
  'correction1',
  'correction2',
);

/**
 * With g = gradient · factor:  m ← β1 m + (1 − β1) g,  v ← β2 v + (1 − β2) g²,
 * w ← w (1 − lr · weight_decay) − lr (m / correction1) / (√(v / correction2) + ε), without decay from word `decayed` on.
 * Loshchilov & Hutter 2019, "Decoupled weight decay regularization".
 */
function update(t: Tensors, { P, decayed }: Constants): void {
  const { parameters, m, v } = t;
  if (t.factor[0] === 0) return;
  const [learningRate, beta1, beta2, epsilon, weightDecay, correction1, correction2] = t.step;
  for (let i = 0; i < P; i++) {
    const g = t.gradients[i] * t.factor[0];
    const decayFactor = i < decayed ? 1 - learningRate * weightDecay : 1;
    const mean = beta1 * m[i] + (1 - beta1) * g;
    const square = beta2 * v[i] + (1 - beta2) * g * g;
    m[i] = mean;
    v[i] = square;
    const denominator = Math.sqrt(square / correction2) + epsilon;
    parameters[i] = parameters[i] * decayFactor - (learningRate * (mean / correction1)) / denominator;
  }
}

/**
 * Updates parameters, m and v (P) in place from gradients (P), factor (1) of `clipGradients`, and `step`. Attribute `decayed`:
 * weight decay applies to the first `decayed` words. Zero padding stays zero. Factor 0 skips the update.
 */
export const adamw = defineOp({
  name: 'adamw',
  inputs: {
    parameters: f32('P'),
    gradients: f32('P'),
    m: f32('P'),
    v: f32('P'),
    factor: f32(1),
    step,
  },
  outputs: {},
  check: ({ P, decayed }) =>
    invariant(decayed <= P, 'adamw', `weight decay of ${decayed} words, but there are ${P}`),
  forward: [
    {
      name: 'update',
      reads: ['gradients', 'factor', 'step'],
      writes: ['parameters', 'm', 'v'],
      variants: [{ name: 'vec4', wgsl, workgroups: ({ P }) => vec4WorkgroupCount(P) }],
      wasm: {
        export: 'adamw_update',
        args: ['parameters', 'gradients', 'm', 'v', 'factor', 'step', 'decayed'],
        split: { items: ({ P }) => P, multiple: 16 },
      },
      reference: update,
      flops: ({ P }) => 16 * P,
    },
  ],
  backward: 'none',
  caseInputs: ({ P }, random) => ({
    v: Float32Array.from({ length: P }, random),
    factor: Float32Array.of(random()),
    step: Float32Array.of(1e-2, 0.9, 0.95, 1e-8, 0.1, 1 - 0.9 ** 3, 1 - 0.95 ** 3),
  }),
  cases: [
    { dims: { P: 1 }, attributes: { decayed: 0 } },
    { dims: { P: 63 }, attributes: { decayed: 63 } },
    { dims: { P: 64 }, attributes: { decayed: 1 } },
    { dims: { P: 65 }, attributes: { decayed: 64 } },
  ],
});
