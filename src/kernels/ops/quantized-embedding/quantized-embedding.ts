// Embedding lookup in a quantised table, or in one row shard of it. One node per shard completes the result.

import type { Case, Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import type { CodeBits } from '../../quantization.ts';
import { f32, i32 } from '../../shape.ts';
import quadWgsl from '../quantized-linear/quad.wgsl?raw';
import {
  checkRows,
  quadSizes,
  randomRows,
  rowNumbers,
  rowSizes,
} from '../quantized-linear/quantized-linear.ts';
import forwardWgsl from './quantized-embedding.wgsl?raw';

/** y[r] = row ids[r] − first if the table holds that row, else before[r], or 0 */
function forward(t: Tensors, c: Constants): void {
  const { ids, before, y } = t;
  const { R, V, C, first } = c;
  for (let r = 0; r < R; r++) {
    const row = ids[r] - first;
    const numbers = row >= 0 && row < V ? rowNumbers(t, row, C, c) : before?.subarray(r * C, (r + 1) * C);
    for (let i = 0; i < C; i++) y[r * C + i] = numbers?.[i] ?? 0;
  }
}

const lookupCase = (
  R: number,
  V: number,
  C: number,
  bits: CodeBits,
  { first = 0, hasBefore = true } = {},
): Case => ({
  dims: { R, V, C, ...rowSizes(C, bits) },
  attributes: { first, bits },
  without: [...(bits === 16 ? ['scale'] : []), ...(hasBefore ? [] : ['before'])],
});

/**
 * ids (R) of the whole table; codes (V, W) and scale (V, G), absent for 16 bits: its rows from `first` on (attribute); before
 * (R, C): the result of the previous shards, absent for the first → y (R, C). The attribute `bits` and the layout of codes are
 * those of `quantizeRows`. Quantised tables are inference-only; the op has no backward pass.
 */
export const quantizedEmbedding = defineOp({
  name: 'quantized-embedding',
  inputs: { ids: i32('R'), codes: i32('V', 'W'), scale: f32('V', 'G'), before: f32('R', 'C') },
  optional: ['scale', 'before'],
  outputs: { y: f32('R', 'C') },
  derive: ({ C, bits }) => quadSizes(C, bits),
  check: (k) => checkRows('quantized-embedding', k.C, k),
  forward: [
    {
      name: 'forward',
      reads: ['ids', 'codes', 'scale', 'before'],
      writes: ['y'],
      variants: [
        {
          name: 'quad-per-thread',
          wgsl: quadWgsl + forwardWgsl,
          workgroups: ({ R, quads }) => workgroupCount(R * quads, 64),
        },
      ],
      wasm: {
        export: 'quantized_embedding_forward',
        args: ['ids', 'codes', 'scale', 'before', 'y', 'R', 'V', 'C', 'first', 'bits'],
      },
      reference: forward,
      flops: () => 0,
    },
  ],
  backward: 'none',
  caseInputs: ({ R, V, C, first, bits }, random) => ({
    ids: Int32Array.from({ length: R }, () => Math.floor(random() * (first > 0 ? 2 * V + first : V))),
    ...randomRows(V, C, bits, random),
  }),
  cases: [
    lookupCase(1, 1, 1, 8, { hasBefore: false }),
    lookupCase(65, 7, 63, 8, { first: 5 }),
    lookupCase(20, 9, 4, 4, { first: 3, hasBefore: false }),
    lookupCase(33, 7, 65, 4, { first: 2 }),
    lookupCase(64, 5, 545, 4, { hasBefore: false }),
    lookupCase(130, 63, 65, 16, { first: 64 }),
  ],
});
