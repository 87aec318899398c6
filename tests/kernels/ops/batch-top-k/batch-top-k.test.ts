// Rows share the entries that are kept; equal ones, and fewer positive ones than k·R.

import { expect, test } from 'vitest';
import { batchTopK } from '../../../../src/kernels/ops/batch-top-k/batch-top-k.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('keeps the k·R largest positive entries of all rows; only they get a gradient', () => {
  const { y, d_x, threshold } = runReference(batchTopK, {
    dims: { R: 2, N: 3 },
    attributes: { k: 2 },
    values: { x: [5, 4, 3, 1, 2, -6], d_y: [1, 2, 3, 4, 5, 6] },
  });
  expect([...y]).toEqual([5, 4, 3, 0, 2, 0]);
  expect([...threshold]).toEqual([2]);
  expect([...d_x]).toEqual([1, 2, 3, 0, 5, 0]);
});

test.each([
  { x: [2, 2, 2, 1], y: [2, 2, 2, 0], threshold: 2 },
  { x: [-1, 0, 0.5, -3], y: [0, 0, 0.5, 0], threshold: 0.5 },
  { x: [-1, -2, 0, -3], y: [0, 0, 0, 0], threshold: 0 },
])('keeps equal entries together, and no more than there are: $x', ({ x, y, threshold }) => {
  const result = runReference(batchTopK, { dims: { R: 2, N: 2 }, attributes: { k: 1 }, values: { x } });
  expect([...result.y]).toEqual(y);
  expect([...result.threshold]).toEqual([threshold]);
});

test('rejects a k below 1', () => {
  const attempt = () =>
    runReference(batchTopK, { dims: { R: 1, N: 2 }, attributes: { k: 0 }, values: { x: [1, 2] } });
  expect(attempt).toThrow('batch-top-k: k must be a positive integer, got 0');
});
