// SGD with momentum: updates all parameters, in their flat storage, with one dispatch.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32, scalars } from '../../shape.ts';
import wgsl from './sgd.wgsl?raw';

/** velocity ← momentum · velocity + gradient · factor, w ← w − learning_rate · velocity; as torch.optim.SGD without dampening */
function update({ parameters, gradients, velocity, factor, step }: Tensors, { P }: Constants): void {
  if (factor[0] === 0) return;
  const [learningRate, momentum] = step;
  for (let i = 0; i < P; i++) {
    const nextVelocity = momentum * velocity[i] + gradients[i] * factor[0];
    velocity[i] = nextVelocity;
    parameters[i] -= learningRate * nextVelocity;
  }
}

/**
 * Updates parameters and velocity (P) in place from gradients (P), factor (1) of `clipGradients`, and `step`. Momentum 0 is
 * plain gradient descent. Factor 0 skips the update.
 */
export const sgd = defineOp({
  name: 'sgd',
  inputs: {
    parameters: f32('P'),
    gradients: f32('P'),
    velocity: f32('P'),
    factor: f32(1),
    step: scalars('learning_rate', 'momentum'),
  },
  outputs: {},
  forward: [
    {
      name: 'update',
      reads: ['gradients', 'factor', 'step'],
      writes: ['parameters', 'velocity'],
      variants: [{ name: 'element-per-thread', wgsl, workgroups: ({ P }) => workgroupCount(P, 64) }],
      wasm: {
        export: 'sgd_update',
        args: ['parameters', 'gradients', 'velocity', 'factor', 'step'],
        split: { items: ({ P }) => P, multiple: 16 },
      },
      reference: update,
      flops: ({ P }) => 5 * P,
    },
  ],
  backward: 'none',
  caseInputs: (_, random) => ({
    factor: Float32Array.of(random()),
    step: Float32Array.of(0.1, 0.9),
  }),
  cases: [{ dims: { P: 1 } }, { dims: { P: 63 } }, { dims: { P: 64 } }, { dims: { P: 65 } }],
});
