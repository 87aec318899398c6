// The two matrix products per head that attention-scores and attention-mix share, forward and backward.

import { invariant } from '../../errors.ts';
import type { Constants, Split, Variant } from '../../op.ts';
import { workgroupCount } from '../../op.ts';
import dotProductsWgsl from './dot-products-8x8.wgsl?raw';
import dotProductsQuadWgsl from './dot-products-quad-16x32.wgsl?raw';
import weightedSumsWgsl from './weighted-sums-8x8.wgsl?raw';
import weightedSumsQuadWgsl from './weighted-sums-quad-16x32.wgsl?raw';

/** Score of a masked position: far below any real score, and finite, because WGSL may assume that there are no infinities. */
export const MASKED_SCORE = -1e30;

/** The quad kernels read rows as vec4 and store blocks of 4 × 4. */
const supportsVec4 = ({ T, D }: Constants) => T % 4 === 0 && D % 4 === 0;

/** c[t, s] = scale · a[t]·b[s]: (B, T, H, D) and (B, T, KV, D) → (B, H, T, T). */
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

/** Heads of the sums in a batch. */
const sumHeads = ({ B, H, KV, transposed }: Constants) => B * (transposed ? KV : H);

/** Threads compute heads; those of keys and values, where several heads of the weights add up to one. */
export const splitHeads: Split = { items: sumHeads };

/** c[t] = scale · Σ_s w[t, s] x[s]: (B, H, T, T) and (B, T, KV, D) → (B, T, H, D); transposed, H and KV change places. */
export const weightedSumVariants: readonly [Variant, ...Variant[]] = [
  {
    name: 'tile-8x8',
    wgsl: weightedSumsWgsl,
    workgroups: (k) => workgroupCount(sumHeads(k) * Math.ceil(k.T / 8) * Math.ceil(k.D / 8), 64),
  },
  {
    name: 'quad-16x32',
    wgsl: weightedSumsQuadWgsl,
    workgroups: (k) => workgroupCount(sumHeads(k) * Math.ceil(k.T / 16) * Math.ceil(k.D / 32), 1),
    requiredFeatures: ['subgroups'],
    preferredOn: 'quads',
    supports: supportsVec4,
  },
];

/** As many heads of keys and values as of queries, unless the op's inputs have fewer. */
export const deriveKeyHeads = ({ H, KV = H }: Constants) => ({ KV });

/** @throws KernelError unless each head of keys and values serves the same number of query heads. */
export function checkKeyHeads(opName: string, { H, KV }: Constants): void {
  invariant(H % KV === 0, opName, `${H} heads of queries are not a multiple of ${KV} heads of keys`);
}

/** Operations of one product over all pairs of positions that are not masked. */
export function pairFlops({ B, H, T, D, causal }: Constants): number {
  return 2 * B * H * D * (causal ? (T * (T + 1)) / 2 : T * T);
}

/**
 * The loop of the references: all pairs of a query position t and an unmasked key position s, in every head. `index` is their
 * entry of (B, H, T, T); `offset_t` and `offset_s` are the offsets of their vectors in (B, T, H, D) and (B, T, KV, D). Head h of
 * the queries reads head ⌊h / (H / KV)⌋ of the keys.
 */
export function forEachPair(
  { B, T, H, KV, D, causal }: Constants,
  visit: (index: number, offset_t: number, offset_s: number) => void,
): void {
  for (let head = 0; head < B * H; head++) {
    const b = Math.floor(head / H);
    const start_t = (b * T * H + (head % H)) * D;
    const start_s = (b * T * KV + Math.floor((head % H) / (H / KV))) * D;
    for (let t = 0; t < T; t++) {
      const visible = causal ? t + 1 : T;
      for (let s = 0; s < visible; s++)
        visit((head * T + t) * T + s, start_t + t * H * D, start_s + s * KV * D);
    }
  }
}
