// The kink, which finite differences must avoid.

import { expect, test } from 'vitest';
import { relu } from '../../../src/kernels/relu/relu.ts';
import { runReference } from '../../support/reference.ts';

test('at zero and below the gradient is 0', () => {
  const { y, d_x } = runReference(relu, {
    dims: { N: 4 },
    numbers: { x: [-1, 0, -0, 2], d_y: [3, 3, 3, 3] },
  });
  expect([...y]).toEqual([0, 0, 0, 2]);
  expect([...d_x]).toEqual([0, 0, 0, 3]);
});
