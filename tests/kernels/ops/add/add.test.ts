// Adding a term that lacks the leading axes.

import { expect, test } from 'vitest';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { add } from '../../../../src/kernels/ops/add/add.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('positions are added to every example, and their gradient is the sum over examples', () => {
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

test('a term that does not fit is refused with a sentence', () => {
  const graph = new Graph();
  const term = graph.input('b', [4]);
  expect(() => graph.apply(add, { a: graph.input('a', [2, 3]), b: term }, { name: 'y' })).toThrow(
    'add: b has 4 numbers and a 6; b needs the shape of a, or its trailing axes',
  );
});
