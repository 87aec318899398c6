// Splitting rows into three, and rows that cannot be split.

import { expect, test } from 'vitest';
import { Graph } from '../../../../src/kernels/graph/graph.ts';
import { split } from '../../../../src/kernels/ops/split/split.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('splits each row into three and concatenates the gradients in the same order', () => {
  const { q, k, v, d_qkv } = runReference(split, {
    dims: { R: 2, three_C: 6 },
    values: {
      qkv: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      d_q: [1, 2, 3, 4],
      d_k: [5, 6, 7, 8],
      d_v: [9, 10, 11, 12],
    },
  });
  expect([...q]).toEqual([1, 2, 7, 8]);
  expect([...k]).toEqual([3, 4, 9, 10]);
  expect([...v]).toEqual([5, 6, 11, 12]);
  expect([...d_qkv]).toEqual([1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12]);
});

test('outputs can have the shape of heads', () => {
  const graph = new Graph();
  const heads = [2, 5, 4, 3]; // B, T, H, D
  const { v } = graph.apply(
    split,
    { qkv: graph.input('qkv', [2, 5, 36]) },
    { name: 'q', shapes: { q: heads, k: heads, v: heads } },
  );
  expect(v.shape).toEqual(heads);
});

test('rejects rows that cannot be split into three equal parts', () => {
  const graph = new Graph();
  expect(() => graph.apply(split, { qkv: graph.input('qkv', [2, 7]) }, { name: 'q' })).toThrow(
    "split: input 'qkv': rows of 7 cannot be split into three equal parts",
  );
});
