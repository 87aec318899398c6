// The two matrix products per head that attention-scores and attention-mix share, forward and backward.

import type { Constants, Variant } from '../../op.ts';
import { workgroupCount } from '../../op.ts';
import dotProductsWgsl from './dot-products-8x8.wgsl?raw';
import dotProductsQuadWgsl from './dot-products-quad-16x32.wgsl?raw';
import weightedSumsWgsl from './weighted-sums-8x8.wgsl?raw';
import weightedSumsQuadWgsl from './weighted-sums-quad-16x32.wgsl?raw';

/** Score of a masked position: far below any real score, and finite, because WGSL may assume that there are no infinities. */
export const MASKED_SCORE = -1e30;

/** The quad kernels read rows as vec4 and store blocks of 4 × 4. */
const supportsVec4 = ({ T, D }: Constants) => T % 4 === 0 && D % 4 === 0;

/** c[t, s] = scale · a[t]·b[s]: (B, T, H, D) twice → (B, H, T, T). */
export const dotProductVariants: readonly [Variant, ...Variant[]] = [
  {
    name: 'tile-8x8',
    wgsl: dotProductsWgsl,
    workgroups: ({ B, H, T }) => workgroupCount(B * H * Math.ceil(T / 8) ** 2, 64),
  },
  {
    name: 'quad-16x32',
    wgsl: dotProductsQuadWgsl,
    workgroups: ({ B, H, T }) => workgroupCount(B * H * Math.ceil(T / 16) * Math.ceil(T / 32), 1),
    requiredFeatures: ['subgroups'],
    preferredOn: 'quads',
    supports: supportsVec4,
  },
];

/** c[t] = scale · Σ_s w[t, s] x[s], or transposed: (B, H, T, T) and (B, T, H, D) → (B, T, H, D). */
export const weightedSumVariants: readonly [Variant, ...Variant[]] = [
  {
    name: 'tile-8x8',
    wgsl: weightedSumsWgsl,
    workgroups: ({ B, H, T, D }) => workgroupCount(B * H * Math.ceil(T / 8) * Math.ceil(D / 8), 64),
  },
  {
    name: 'quad-16x32',
    wgsl: weightedSumsQuadWgsl,
    workgroups: ({ B, H, T, D }) => workgroupCount(B * H * Math.ceil(T / 16) * Math.ceil(D / 32), 1),
    requiredFeatures: ['subgroups'],
    preferredOn: 'quads',
    supports: supportsVec4,
  },
];

/** Operations of one product over all pairs of positions that are not masked. */
export function pairFlops({ B, H, T, D, causal }: Constants): number {
  return 2 * B * H * D * (causal ? (T * (T + 1)) / 2 : T * T);
}

/**
 * The loop of the references: all pairs of a query position t and an unmasked key position s, in every head. `index` is their
 * entry of (B, H, T, T); `offset_t` and `offset_s` are the offsets of their vectors in (B, T, H, D).
 */
export function forEachPair(
  { B, T, H, D, causal }: Constants,
  visit: (index: number, offset_t: number, offset_s: number) => void,
): void {
  for (let head = 0; head < B * H; head++) {
    const start = (Math.floor(head / H) * T * H + (head % H)) * D;
    for (let t = 0; t < T; t++) {
      const visible = causal ? t + 1 : T;
      for (let s = 0; s < visible; s++) visit((head * T + t) * T + s, start + t * H * D, start + s * H * D);
    }
  }
}
