// The kink at 0, which the gradient checks avoid.

import { expect, test } from 'vitest';
import { relu } from '../../../../src/kernels/ops/relu/relu.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('the gradient is 0 at and below zero', () => {
  const { y, d_x } = runReference(relu, {
    dims: { N: 4 },
    values: { x: [-1, 0, -0, 2], d_y: [3, 3, 3, 3] },
  });
  expect([...y]).toEqual([0, 0, 0, 2]);
  expect([...d_x]).toEqual([0, 0, 0, 3]);
});
