// The output of attention heads: sums of value vectors, weighted by the attention pattern.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp } from '../../op.ts';
import { f32 } from '../../shape.ts';
import {
  checkKeyHeads,
  deriveKeyHeads,
  dotProductVariants,
  forEachPair,
  pairFlops,
  splitHeads,
  weightedSumVariants,
} from '../attention/head-products.ts';

/** z[b, t, h] = Σ_s pattern[b, h, t, s] v[b, s, g], head g of h's group; if causal, over s ≤ t. */
function forward({ pattern, v, z }: Tensors, c: Constants): void {
  const sums = new Float64Array(z.length);
  forEachPair(c, (index, offset_t, offset_s) => {
    for (let d = 0; d < c.D; d++) sums[offset_t + d] += pattern[index] * v[offset_s + d];
  });
  z.set(sums);
}

/** d_pattern[b, h, t, s] = d_z[b, t, h]·v[b, s, g]; if causal, 0 where s > t. */
function backwardPattern({ v, d_z, d_pattern }: Tensors, c: Constants): void {
  forEachPair(c, (index, offset_t, offset_s) => {
    let sum = 0;
    for (let d = 0; d < c.D; d++) sum += d_z[offset_t + d] * v[offset_s + d];
    d_pattern[index] += sum;
  });
}

/** d_v[b, s, g] = Σ_t pattern[b, h, t, s] d_z[b, t, h], also over the heads h of the group */
function backwardV({ pattern, d_z, d_v }: Tensors, c: Constants): void {
  const sums = new Float64Array(d_v.length);
  forEachPair(c, (index, offset_t, offset_s) => {
    for (let d = 0; d < c.D; d++) sums[offset_s + d] += pattern[index] * d_z[offset_t + d];
  });
  sums.forEach((sum, i) => {
    d_v[i] += sum;
  });
}

/**
 * pattern (B, H, T, T), query then key, and v (B, T, KV, D) → z (B, T, H, D). H / KV heads share a head of v. Attribute `causal`:
 * the pattern is 0 at future positions; kernels do not read it there, and its gradient there is 0. Vaswani et al. 2017, "Attention
 * is all you need", and Ainslie et al. 2023, "GQA"; in the videos chapter 6, 14:22.
 */
export const attentionMix = defineOp({
  name: 'attention-mix',
  inputs: { pattern: f32('B', 'H', 'T', 'T'), v: f32('B', 'T', 'KV', 'D') },
  outputs: { z: f32('B', 'T', 'H', 'D') },
  derive: deriveKeyHeads,
  check: (k) => checkKeyHeads('attention-mix', k),
  forward: [
    {
      name: 'forward',
      reads: ['pattern', 'v'],
      writes: ['z'],
      bind: { w: 'pattern', x: 'v', c: 'z' },
      constants: () => ({ scale: 1, transposed: 0 }),
      variants: weightedSumVariants,
      wasm: {
        export: 'attention_mix_forward',
        args: ['pattern', 'v', 'z', 'T', 'H', 'KV', 'D', 'causal'],
        split: splitHeads,
      },
      reference: forward,
      flops: pairFlops,
    },
  ],
  backward: [
    {
      name: 'backward_pattern',
      reads: ['v', 'd_z'],
      writes: ['d_pattern'],
      bind: { a: 'd_z', b: 'v', c: 'd_pattern' },
      constants: () => ({ scale: 1, masked: 0 }),
      variants: dotProductVariants,
      wasm: {
        export: 'attention_mix_backward_pattern',
        args: ['v', 'd_z', 'd_pattern', 'T', 'H', 'KV', 'D', 'causal', 'accumulate_d_pattern'],
        split: splitHeads,
      },
      reference: backwardPattern,
      flops: pairFlops,
    },
    {
      name: 'backward_v',
      reads: ['pattern', 'd_z'],
      writes: ['d_v'],
      bind: { w: 'pattern', x: 'd_z', c: 'd_v' },
      constants: () => ({ scale: 1, transposed: 1 }),
      variants: weightedSumVariants,
      wasm: {
        export: 'attention_mix_backward_v',
        args: ['pattern', 'd_z', 'd_v', 'T', 'H', 'KV', 'D', 'causal', 'accumulate_d_v'],
        split: splitHeads,
      },
      reference: backwardV,
      flops: pairFlops,
    },
  ],
  cases: [
    { dims: { B: 1, T: 1, H: 1, D: 1 }, attributes: { causal: true } },
    { dims: { B: 2, T: 7, H: 3, D: 5 }, attributes: { causal: true } },
    { dims: { B: 1, T: 9, H: 2, D: 4 }, attributes: { causal: false } },
    { dims: { B: 1, T: 63, H: 1, D: 65 }, attributes: { causal: true } },
    { dims: { B: 1, T: 64, H: 2, D: 8 }, attributes: { causal: true } },
    { dims: { B: 2, T: 65, H: 1, D: 11 }, attributes: { causal: true } },
    { dims: { B: 2, T: 12, H: 3, D: 4 }, attributes: { causal: false } },
    { dims: { B: 2, T: 9, H: 6, KV: 2, D: 5 }, attributes: { causal: false } },
    { dims: { B: 2, T: 65, H: 4, KV: 1, D: 12 }, attributes: { causal: true } },
    { dims: { B: 1, T: 36, H: 2, D: 36 }, attributes: { causal: true } },
    { dims: { B: 2, T: 36, H: 4, KV: 2, D: 36 }, attributes: { causal: true } },
  ],
});
