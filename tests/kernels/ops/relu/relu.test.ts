// The kink, which finite differences must avoid.

import { expect, test } from 'vitest';
import { relu } from '../../../../src/kernels/ops/relu/relu.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('at zero and below the gradient is 0', () => {
  const { y, d_x } = runReference(relu, {
    dims: { N: 4 },
    values: { x: [-1, 0, -0, 2], d_y: [3, 3, 3, 3] },
  });
  expect([...y]).toEqual([0, 0, 0, 2]);
  expect([...d_x]).toEqual([0, 0, 0, 3]);
});
