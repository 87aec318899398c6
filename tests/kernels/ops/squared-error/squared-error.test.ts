// The cost, computed by hand.

import { expect, test } from 'vitest';
import { squaredError } from '../../../../src/kernels/ops/squared-error/squared-error.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('the cost is the mean over examples of the sum of squared differences, without a factor ½', () => {
  const { cost, example_cost, d_a } = runReference(squaredError, {
    dims: { R: 2, N: 2 },
    values: { a: [1, 2, 0, 3], y: [0, 0, 0, 0] },
  });
  expect([...example_cost]).toEqual([5, 9]);
  expect(cost[0]).toBe(7);
  expect([...d_a]).toEqual([1, 2, 0, 3]);
});
