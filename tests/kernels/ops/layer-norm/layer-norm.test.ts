// Numerically difficult rows: constant ones, and rows with a large mean.

import { expect, test } from 'vitest';
import { layerNorm } from '../../../../src/kernels/ops/layer-norm/layer-norm.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';

test('a constant row gives the bias and finite values', () => {
  const { y, scale, xhat } = runReference(layerNorm, {
    dims: { R: 1, C: 3 },
    attributes: { epsilon: 1e-5 },
    values: { x: [7, 7, 7], gain: [1, 2, 3], bias: [4, 5, 6] },
  });
  expect([...y]).toEqual([4, 5, 6]);
  expect([...xhat]).toEqual([0, 0, 0]);
  expect(scale[0]).toBeCloseTo(Math.sqrt(1e-5), 8);
});

test('the variance divides by C and is invariant to shifts', () => {
  const withOffset = (offset: number) =>
    runReference(layerNorm, {
      dims: { R: 1, C: 4 },
      attributes: { epsilon: 0 },
      values: { x: [-3, -1, 1, 3].map((x) => x + offset), gain: [1, 1, 1, 1], bias: [0, 0, 0, 0] },
    });
  expect(withOffset(0).scale[0]).toBeCloseTo(Math.sqrt(5), 6);
  expect([...withOffset(1e4).y]).toEqual([...withOffset(0).y].map((y) => expect.closeTo(y, 6)));
});

test('the gradient of x is orthogonal to shifts and scalings of the row', () => {
  const x = [-3, -1, 1, 5];
  const { d_x } = runReference(layerNorm, {
    dims: { R: 1, C: 4 },
    attributes: { epsilon: 0 },
    values: { x, gain: [1, 2, 3, 4], bias: [0, 0, 0, 0], d_y: [0.5, -1, 2, 0.25] },
  });
  const along = (direction: number[]) => direction.reduce((sum, step, i) => sum + step * d_x[i], 0);
  expect(Math.max(...d_x)).toBeGreaterThan(0.1);
  expect(along([1, 1, 1, 1])).toBeCloseTo(0, 6);
  expect(along(x)).toBeCloseTo(0, 6);
});
