// Embedding lookup: token embeddings, and position embeddings with the ids 0 … T−1.

import { invariant } from '../../errors.ts';
import type { Constants, Tensors } from '../../op.ts';
import { defineOp, splitRows, workgroupCount } from '../../op.ts';
import { f32, i32 } from '../../shape.ts';
import backwardWgsl from './embedding-backward.wgsl?raw';
import forwardWgsl from './embedding-forward.wgsl?raw';

/** The positions of each id, as a compressed sparse row (CSR) index of the table's rows. */
export interface PositionsByRow {
  /** (V+1) Row v has the entries rowStarts[v] … rowStarts[v+1] − 1 of `rowPositions`. */
  readonly rowStarts: Int32Array<ArrayBuffer>;
  /** (R) Positions by row, ascending, so that sums over them are reproducible. */
  readonly rowPositions: Int32Array<ArrayBuffer>;
}

/** Index of the positions 0 … R−1 by id, for the backward pass: ids (R) of a table with V rows. */
export function positionsByRow(ids: Int32Array, V: number): PositionsByRow {
  const rowStarts = new Int32Array(V + 1);
  for (const id of ids) rowStarts[id + 1]++;
  for (let v = 0; v < V; v++) rowStarts[v + 1] += rowStarts[v];
  const next = rowStarts.slice();
  const rowPositions = new Int32Array(ids.length);
  ids.forEach((id, position) => {
    rowPositions[next[id]++] = position;
  });
  return { rowStarts, rowPositions };
}

/** @throws KernelError unless every id is an integer in [0, V). Kernels do not check bounds. */
export function checkIds(ids: ArrayLike<number>, V: number): void {
  for (let position = 0; position < ids.length; position++) {
    const id = ids[position];
    invariant(
      Number.isInteger(id) && id >= 0 && id < V,
      'embedding',
      `id ${id} at position ${position} is outside the table; its ${V} rows are 0 to ${V - 1}`,
    );
  }
}

/** y[r] = table[ids[r]] */
function forward({ ids, table, y }: Tensors, { R, C }: Constants): void {
  for (let r = 0; r < R; r++) {
    for (let c = 0; c < C; c++) y[r * C + c] = table[ids[r] * C + c];
  }
}

/** d_table[v] = Σ d_y[r] over the positions r with id v */
function backward({ row_starts, row_positions, d_y, d_table }: Tensors, { V, C }: Constants): void {
  for (let v = 0; v < V; v++) {
    for (let c = 0; c < C; c++) {
      let sum = 0;
      for (let i = row_starts[v]; i < row_starts[v + 1]; i++) sum += d_y[row_positions[i] * C + c];
      d_table[v * C + c] += sum;
    }
  }
}

/** ids (R), table (V, C) → y (R, C). row_starts (V+1) and row_positions (R) are `positionsByRow(ids, V)`. */
export const embedding = defineOp({
  name: 'embedding',
  inputs: {
    ids: i32('R'),
    table: f32('V', 'C'),
    row_starts: i32('V_plus_1'),
    row_positions: i32('R'),
  },
  outputs: { y: f32('R', 'C') },
  check: ({ V, V_plus_1 }) =>
    invariant(V_plus_1 === V + 1, 'embedding', `expected ${V + 1} entries in row_starts, got ${V_plus_1}`),
  forward: [
    {
      name: 'forward',
      reads: ['ids', 'table'],
      writes: ['y'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: forwardWgsl,
          workgroups: ({ R, C }) => workgroupCount(R * C, 64),
        },
      ],
      wasm: { export: 'embedding_forward', args: ['ids', 'table', 'y', 'C'], split: splitRows },
      reference: forward,
      flops: () => 0,
    },
  ],
  backward: [
    {
      name: 'backward',
      reads: ['row_starts', 'row_positions', 'd_y'],
      writes: ['d_table'],
      variants: [
        {
          name: 'element-per-thread',
          wgsl: backwardWgsl,
          workgroups: ({ V, C }) => workgroupCount(V * C, 64),
        },
      ],
      wasm: {
        export: 'embedding_backward',
        args: ['row_starts', 'row_positions', 'd_y', 'd_table', 'V', 'C'],
      },
      reference: backward,
      flops: ({ R, C }) => R * C,
    },
  ],
  caseInputs: ({ R, V }, random) => {
    const ids = Int32Array.from({ length: R }, () => Math.floor(random() * V));
    const { rowStarts, rowPositions } = positionsByRow(ids, V);
    return { ids, row_starts: rowStarts, row_positions: rowPositions };
  },
  cases: [
    { dims: { R: 1, V: 1, V_plus_1: 2, C: 1 } },
    { dims: { R: 3, V: 64, V_plus_1: 65, C: 5 } },
    { dims: { R: 65, V: 7, V_plus_1: 8, C: 63 } },
    { dims: { R: 130, V: 63, V_plus_1: 64, C: 65 } },
  ],
});
