// Embedding lookup in one shard of a table that is too large for one binding. One node per shard completes the result.

import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import forwardWgsl from './embedding-shard.wgsl?raw';

/** y[r] = table[ids[r] − first] if the shard holds that row, else before[r], or 0 */
function forward({ ids, table, before, y }: Tensors, { R, V, C, first }: Constants): void {
  for (let r = 0; r < R; r++) {
    const row = ids[r] - first;
    const isInShard = row >= 0 && row < V;
    for (let c = 0; c < C; c++) y[r * C + c] = isInShard ? table[row * C + c] : (before?.[r * C + c] ?? 0);
  }
}

/**
 * ids (R) of the whole table, table (V, C): its rows from `first` on (attribute), before (R, C): the result of the previous
 * shards, absent for the first → y (R, C). Sharded tables are inference-only; the op has no backward pass.
 */
export const embeddingShard = defineOp({
  name: 'embedding-shard',
  inputs: { ids: i32('R'), table: f32('V', 'C'), before: f32('R', 'C') },
  optional: ['before'],
  outputs: { y: f32('R', 'C') },
  forward: [
    {
      name: 'forward',
      reads: ['ids', 'table', 'before'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: forwardWgsl,
          workgroups: ({ R, C }) => workgroupCount(R * C, 64),
        },
      ],
      wasm: {
        export: 'embedding_shard_forward',
        args: ['ids', 'table', 'before', 'y', 'R', 'V', 'C', 'first'],
      },
      reference: forward,
      flops: () => 0,
    },
  ],
  backward: 'none',
  caseInputs: ({ R, V, first }, random) => ({
    ids: Int32Array.from({ length: R }, () => Math.floor(random() * (2 * V + first))),
  }),
  cases: [
    { dims: { R: 1, V: 1, C: 1 }, attributes: { first: 0 } },
    { dims: { R: 65, V: 7, C: 63 }, attributes: { first: 5 } },
    { dims: { R: 20, V: 9, C: 4 }, attributes: { first: 3 }, without: ['before'] },
    { dims: { R: 130, V: 63, C: 65 }, attributes: { first: 64 } },
  ],
});
