// Keeping, ablating, replacing and scaling elements, and their gradients.

import { expect, test } from 'vitest';
import { intervene } from '../../../../src/kernels/ops/intervene/intervene.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('keeps, ablates, replaces by 9 and doubles elements', () => {
  const { y, d_x } = runReference(intervene, {
    dims: { N: 4 },
    values: { x: [5, 5, 5, 5], factor: [1, 0, 0, 2], offset: [0, 0, 9, 0], d_y: [1, 1, 1, 1] },
  });
  expect([...y]).toEqual([5, 0, 9, 10]);
  expect([...d_x]).toEqual([1, 0, 0, 2]);
});
