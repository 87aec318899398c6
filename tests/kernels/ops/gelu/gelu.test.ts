// Values of PyTorch, and saturation.

import { expect, test } from 'vitest';
import { gelu } from '../../../../src/kernels/ops/gelu/gelu.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('matches PyTorch at −1, 0, 1 and 2', () => {
  const { y } = runReference(gelu, { dims: { N: 4 }, values: { x: [-1, 0, 1, 2] } });
  // torch.nn.functional.gelu(x, approximate='tanh')
  expect([...y]).toEqual([-0.158808, 0, 0.841192, 1.954598].map((v) => expect.closeTo(v, 6)));
});

test('saturates to 0 on the left and to x on the right, with slopes 0 and 1', () => {
  const { y, d_x } = runReference(gelu, { dims: { N: 2 }, values: { x: [-1e4, 1e4], d_y: [1, 1] } });
  expect([...y]).toEqual([-0, 1e4]);
  expect([...d_x]).toEqual([0, 1]);
});
