// Large scores, and masked ones.

import { expect, test } from 'vitest';
import { softmax } from '../../../../src/kernels/ops/softmax/softmax.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('huge scores do not overflow', () => {
  const { p } = runReference(softmax, { dims: { R: 2, N: 2 }, values: { x: [1e30, 1e30, -1e30, 1e30] } });
  expect([...p]).toEqual([0.5, 0.5, 0, 1]);
});

test('a masked score of −1e30 gets probability exactly 0 and no gradient', () => {
  const { p, d_x } = runReference(softmax, {
    dims: { R: 1, N: 3 },
    values: { x: [1, 1, -1e30], d_p: [1, 3, 1000] },
  });
  expect([...p]).toEqual([0.5, 0.5, 0]);
  expect([...d_x]).toEqual([-0.5, 0.5, 0]);
});
