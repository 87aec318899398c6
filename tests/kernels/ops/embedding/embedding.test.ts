// The index of positions by row, gradients of rows, and invalid ids.

import { expect, test } from 'vitest';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { checkIds, embedding, positionsByRow } from '../../../../src/kernels/ops/embedding/embedding.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

const ids = Int32Array.of(2, 0, 2, 3, 2);

test('positionsByRow lists the positions of each row in ascending order', () => {
  const { rowStarts, rowPositions } = positionsByRow(ids, 5);
  expect([...rowStarts]).toEqual([0, 1, 1, 4, 5, 5]);
  expect([...rowPositions]).toEqual([1, 0, 2, 4, 3]);
});

test('the gradient of a row is the sum over the positions with its id', () => {
  const { rowStarts, rowPositions } = positionsByRow(ids, 5);
  const { y, d_table } = runReference(embedding, {
    dims: { R: 5, V: 5, V_plus_1: 6, C: 1 },
    values: {
      ids: [...ids],
      table: [10, 11, 12, 13, 14],
      row_starts: [...rowStarts],
      row_positions: [...rowPositions],
      d_y: [1, 2, 4, 8, 16],
    },
  });
  expect([...y]).toEqual([12, 10, 12, 13, 12]);
  expect([...d_table]).toEqual([2, 0, 21, 8, 0]);
});

test('rejects an id outside the table', () => {
  expect(() => checkIds(ids, 4)).not.toThrow();
  expect(() => checkIds(ids, 3)).toThrow(
    'embedding: id 3 at position 3 is outside the table; its 3 rows are 0 to 2',
  );
  expect(() => checkIds([0, -1], 3)).toThrow('id -1 at position 1');
  expect(() => checkIds([1.5], 3)).toThrow('id 1.5 at position 0');
});

test('rejects an empty batch', () => {
  const graph = new Graph();
  const inputs = {
    ids: graph.input('tokens', [0, 8], 'i32'),
    table: graph.parameter('wte', [5, 4]),
    row_starts: graph.input('row starts', [6], 'i32'),
    row_positions: graph.input('row positions', [8], 'i32'),
  };
  expect(() => graph.apply(embedding, inputs, { name: 'hook_embed' })).toThrow(
    "embedding: input 'ids' is (0, 8): every axis needs at least one element",
  );
});
