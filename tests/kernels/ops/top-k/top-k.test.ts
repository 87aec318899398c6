// Equal and negative entries, and rows with fewer than k positive ones.

import { expect, test } from 'vitest';
import { topK } from '../../../../src/kernels/ops/top-k/top-k.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('keeps the k largest positive entries of each row, the first of equal ones; only they get a gradient', () => {
  const { y, d_x } = runReference(topK, {
    dims: { R: 3, N: 4 },
    attributes: { k: 2 },
    values: { x: [3, 1, 2, -5, 2, 2, 2, 1, -1, 0, -2, 4], d_y: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] },
  });
  expect([...y]).toEqual([3, 0, 2, 0, 2, 2, 0, 0, 0, 0, 0, 4]);
  expect([...d_x]).toEqual([1, 0, 3, 0, 5, 6, 0, 0, 0, 0, 0, 12]);
});

test('rejects a k below 1', () => {
  const attempt = () =>
    runReference(topK, { dims: { R: 1, N: 2 }, attributes: { k: 0 }, values: { x: [1, 2] } });
  expect(attempt).toThrow('top-k: k must be a positive integer, got 0');
});
