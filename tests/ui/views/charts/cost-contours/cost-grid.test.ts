// Cost grid: interpolation, bands, bounding square.

import { expect, it } from 'vitest';
import {
  bandIndex,
  boundingSquare,
  costAt,
  linspace,
} from '../../../../../src/ui/views/charts/cost-contours/cost-grid.ts';

it('interpolates between four points and clamps beyond the edge', () => {
  const grid = { xs: [0, 1], ys: [0, 2], costs: [0, 1, 2, 3] };
  expect(costAt(grid, 0.5, 1)).toBe(1.5);
  expect(costAt(grid, 1, 2)).toBe(3);
  expect(costAt(grid, 9, -9)).toBe(1);
});

it('interpolates a plane exactly', () => {
  const [xs, ys] = [linspace(-1, 3, 5), linspace(0, 1, 4)];
  const costs = ys.flatMap((y) => xs.map((x) => 2 * x - y));
  expect(costAt({ xs, ys, costs }, 0.3, 0.77)).toBeCloseTo(2 * 0.3 - 0.77, 6);
});

it('bands run from the lowest to the highest cost; a constant cost has one band', () => {
  expect(bandIndex(1, 1, 5, 10)).toBe(0);
  expect(bandIndex(5, 1, 5, 10)).toBe(9);
  expect(bandIndex(2, 1, 5, 10)).toBe(5);
  expect(bandIndex(7, 7, 7, 10)).toBe(0);
});

it('the bounding square contains all points, with one scale on both axes', () => {
  const { x, y } = boundingSquare(
    [
      { x: -1, y: 0 },
      { x: 0, y: 0.2 },
    ],
    0.5,
  );
  expect(x[1] - x[0]).toBeCloseTo(1.5);
  expect(y[1] - y[0]).toBeCloseTo(1.5);
  expect((y[0] + y[1]) / 2).toBeCloseTo(0.1);
});
