// Gradient clipping by the global norm.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32 } from '../../shape.ts';
import factorWgsl from './clip-gradients-factor.wgsl?raw';
import squaresWgsl from './clip-gradients-squares.wgsl?raw';

/** Maximum number of partial sums: enough threads for a GPU, few enough for one workgroup to reduce. */
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
 * norm = √Σ parts, factor = min(1, max_norm / (norm + 1e-6)), or 1 if max_norm is 0; as torch.nn.utils.clip_grad_norm_. A norm
 * that is not finite gives factor 0, and the optimizers skip the update: a diverging run keeps its last finite weights.
 */
function factor(t: Tensors, { part_count, max_norm }: Constants): void {
  let sum = 0;
  for (let part = 0; part < part_count; part++) sum += t.parts[part];
  const norm = Math.sqrt(sum);
  t.norm[0] = norm;
  t.factor[0] = !Number.isFinite(norm) ? 0 : max_norm > 0 ? Math.min(1, max_norm / (norm + 1e-6)) : 1;
}

/**
 * gradients (P), the flat storage → norm (1), factor (1). Attribute `max_norm`; 0 disables clipping. The gradients are not
 * modified: optimizers multiply them by `factor` when they read them. Pascanu et al. 2013, "On the difficulty of training
 * recurrent neural networks".
 */
export const clipGradients = defineOp({
  name: 'clip-gradients',
  inputs: { gradients: f32('P') },
  outputs: { norm: f32(1), factor: f32(1) },
  scratch: { parts: f32('part_count') },
  // A multiple of 4, because each thread of the WGSL kernel computes four parts.
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
      wasm: {
        export: 'clip_gradients_squares',
        args: ['gradients', 'parts', 'P', 'part_count'],
        split: { items: ({ part_count }) => part_count, multiple: 16 },
      },
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
