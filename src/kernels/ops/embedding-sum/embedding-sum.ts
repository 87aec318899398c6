// Token embedding plus position embedding, and the gradients of both tables, each in one pass. GPU plans use it.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import { positionsByRow } from '../embedding/embedding.ts';
import backwardWgsl from './embedding-sum-backward.wgsl?raw';
import forwardWgsl from './embedding-sum-forward.wgsl?raw';

/** y[r] = table[ids[r]] + position_table[positions[r mod P]] */
function forward(t: Tensors, { R, P, C }: Constants): void {
  for (let r = 0; r < R; r++) {
    for (let c = 0; c < C; c++)
      t.y[r * C + c] = t.table[t.ids[r] * C + c] + t.position_table[t.positions[r % P] * C + c];
  }
}

/** d_table[v] = Σ d_y[r] over the rows r with id v, d_position_table[s] = Σ d_y[r] over those at position s */
function backward(t: Tensors, { R, P, V, S, C }: Constants): void {
  const sum = (rows: readonly number[], c: number) => rows.reduce((total, r) => total + t.d_y[r * C + c], 0);
  const entries = (starts: Tensors[string], rows: Tensors[string], i: number) =>
    Array.from(rows.subarray(starts[i], starts[i + 1]));
  for (let v = 0; v < V; v++) {
    const rows = entries(t.row_starts, t.row_positions, v);
    for (let c = 0; c < C; c++) t.d_table[v * C + c] += sum(rows, c);
  }
  for (let s = 0; s < S; s++) {
    const rows = entries(t.position_row_starts, t.position_row_positions, s).flatMap((p) =>
      Array.from({ length: R / P }, (_, b) => b * P + p),
    );
    for (let c = 0; c < C; c++) t.d_position_table[s * C + c] += sum(rows, c);
  }
}

/**
 * ids (R), table (V, C), positions (P) with P a divisor of R, position_table (S, C) → y (R, C). The other inputs are
 * `positionsByRow` of ids and of positions.
 */
export const embeddingSum = defineOp({
  name: 'embedding-sum',
  inputs: {
    ids: i32('R'),
    table: f32('V', 'C'),
    row_starts: i32('V_plus_1'),
    row_positions: i32('R'),
    positions: i32('P'),
    position_table: f32('S', 'C'),
    position_row_starts: i32('S_plus_1'),
    position_row_positions: i32('P'),
  },
  outputs: { y: f32('R', 'C') },
  check: ({ R, P, V, V_plus_1, S, S_plus_1 }) => {
    invariant(R % P === 0, 'embedding-sum', `${R} rows do not repeat ${P} positions`);
    const isIndexed = V_plus_1 === V + 1 && S_plus_1 === S + 1;
    invariant(isIndexed, 'embedding-sum', 'an index needs one entry more than its table has rows');
  },
  forward: [
    {
      name: 'forward',
      reads: ['ids', 'table', 'positions', 'position_table'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: forwardWgsl,
          workgroups: ({ R, C }) => workgroupCount(R * C, 64),
        },
      ],
      reference: forward,
      flops: ({ R, C }) => R * C,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['row_starts', 'row_positions', 'position_row_starts', 'position_row_positions', 'd_y'],
      writes: ['d_table', 'd_position_table'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: backwardWgsl,
          workgroups: ({ V, S, C }) => workgroupCount((V + S) * C, 64),
        },
      ],
      reference: backward,
      flops: ({ R, C }) => 2 * R * C,
    },
  ],
  caseInputs: ({ R, P, V, S }, random) => {
    const ids = Int32Array.from({ length: R }, () => Math.floor(random() * V));
    const positions = Int32Array.from({ length: P }, (_, p) => (3 * p) % S);
    const [byId, byPosition] = [positionsByRow(ids, V), positionsByRow(positions, S)];
    return {
      ids,
      row_starts: byId.rowStarts,
      row_positions: byId.rowPositions,
      positions,
      position_row_starts: byPosition.rowStarts,
      position_row_positions: byPosition.rowPositions,
    };
  },
  cases: [
    { dims: { R: 1, P: 1, V: 1, V_plus_1: 2, S: 1, S_plus_1: 2, C: 1 } },
    { dims: { R: 21, P: 7, V: 64, V_plus_1: 65, S: 9, S_plus_1: 10, C: 5 } },
    { dims: { R: 130, P: 65, V: 63, V_plus_1: 64, S: 64, S_plus_1: 65, C: 65 } },
  ],
});
