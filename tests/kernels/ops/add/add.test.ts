// Broadcasting over the leading axes.

import { expect, test } from 'vitest';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { add } from '../../../../src/kernels/ops/add/add.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('the second term broadcasts over the batch, and its gradient is the sum over the batch', () => {
  const { y, d_a, d_b } = runReference(add, {
    dims: { N: 6, M: 2 },
    values: { a: [1, 2, 3, 4, 5, 6], b: [10, 20], d_y: [1, 2, 3, 4, 5, 6] },
  });
  expect([...y]).toEqual([11, 22, 13, 24, 15, 26]);
  expect([...d_a]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([...d_b]).toEqual([9, 12]);
});

test('the sum has the shape of a', () => {
  const graph = new Graph();
  const a = graph.input('a', [4, 3, 2]);
  expect(graph.apply(add, { a, b: graph.input('b', [3, 2]) }, { name: 'y' }).y.shape).toEqual([4, 3, 2]);
});

test('rejects a term that does not broadcast', () => {
  const graph = new Graph();
  const term = graph.input('b', [4]);
  expect(() => graph.apply(add, { a: graph.input('a', [2, 3]), b: term }, { name: 'y' })).toThrow(
    'add: b (4 elements) does not broadcast to a (6 elements); it needs the shape of a, or of its trailing axes',
  );
});
