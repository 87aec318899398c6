// The length of the whole gradient, and the factor that keeps a step from being longer than allowed.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import factorWgsl from './clip-gradients-factor.wgsl?raw';
import squaresWgsl from './clip-gradients-squares.wgsl?raw';

/** At most this many partial sums: enough threads for a GPU, few enough for one workgroup to add up. */
const MAX_PARTS = 4096;

/** parts[p] = Σ gradients[i]² over i = p, p + part_count, p + 2 part_count, … */
function squares({ gradients, parts }: Tensors, { P, part_count }: Constants): void {
  for (let part = 0; part < part_count; part++) {
    let sum = 0;
    for (let i = part; i < P; i += part_count) sum += gradients[i] ** 2;
    parts[part] = sum;
  }
}

/**
 * norm = √Σ parts, factor = min(1, max_norm / (norm + 1e-6)), or 1 if max_norm is 0; as PyTorch clips. A norm that is not
 * finite gives factor 0, at which the optimisers leave everything as it is: a diverging run keeps its last good weights.
 */
function factor(t: Tensors, { part_count, max_norm }: Constants): void {
  let sum = 0;
  for (let part = 0; part < part_count; part++) sum += t.parts[part];
  const norm = Math.sqrt(sum);
  t.norm[0] = norm;
  t.factor[0] = !Number.isFinite(norm) ? 0 : max_norm > 0 ? Math.min(1, max_norm / (norm + 1e-6)) : 1;
}

/**
 * gradients (P), the flat storage of all of them, attribute `max_norm` (0: never clip) → norm (1), factor (1).
 * The optimisers multiply by `factor` as they read the gradients, which stay as they are.
 */
export const clipGradients = defineOp({
  name: 'clip-gradients',
  inputs: { gradients: f32('P') },
  outputs: { norm: f32(1), factor: f32(1) },
  scratch: { parts: f32('part_count') },
  // In fours, as the kernel makes them.
  derive: ({ P }) => ({ part_count: Math.min(MAX_PARTS, 4 * Math.ceil(P / 256)) }),
  forward: [
    {
      name: 'squares',
      reads: ['gradients'],
      writes: ['parts'],
      variants: [
        {
          name: 'part-per-thread-vec4',
          wgsl: squaresWgsl,
          workgroups: ({ part_count }) => workgroupCount(part_count / 4, 64),
        },
      ],
      wasm: { export: 'clip_gradients_squares', args: ['gradients', 'parts', 'P', 'part_count'] },
      reference: squares,
      flops: ({ P }) => 2 * P,
    },
    {
      name: 'factor',
      reads: ['parts'],
      writes: ['norm', 'factor'],
      variants: [{ name: 'one-workgroup', wgsl: factorWgsl, workgroups: () => [1, 1, 1] }],
      wasm: { export: 'clip_gradients_factor', args: ['parts', 'norm', 'factor', 'part_count', 'max_norm'] },
      reference: factor,
      flops: ({ part_count }) => part_count,
    },
  ],
  backward: 'none',
  cases: [
    { dims: { P: 1 }, attributes: { max_norm: 0 } },
    { dims: { P: 63 }, attributes: { max_norm: 1 } },
    { dims: { P: 64 }, attributes: { max_norm: 1000 } },
    { dims: { P: 4161 }, attributes: { max_norm: 1 } },
    { dims: { P: 262209 }, attributes: { max_norm: 1 } },
  ],
});
