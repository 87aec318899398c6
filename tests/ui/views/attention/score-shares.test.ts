// Dots of scores: relative to their column, as softmax compares them.
import { expect, test } from 'vitest';
import { scoreShares } from '../../../../src/ui/views/attention/head-values.ts';

test('the largest score of a column has the largest dot, a very negative one the smallest', () => {
  const shares = scoreShares(Float32Array.of(-9, -1, -3, 5), 2);
  expect([...shares]).toEqual([0, 1, 0, 1]);
});

test('all columns have one scale: equal differences are equally visible', () => {
  const shares = scoreShares(Float32Array.of(0, 8, -20, -16), 2);
  expect([...shares]).toEqual([0, 1, 0.5, 1]);
});

test('masked scores have no dot, and do not count', () => {
  const shares = scoreShares(Float32Array.of(-3, -1e30, -1, 1), 2);
  expect([...shares]).toEqual([1, 0, 0, 1]);
});
