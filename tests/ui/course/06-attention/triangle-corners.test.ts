// The corners of a triangle have the given distances.
import { expect, test } from 'vitest';
import { triangleCorners } from '../../../../src/ui/course/06-attention/triangle-corners.ts';

const distancesOf = (corners: readonly (readonly [number, number])[]) =>
  corners.map(([x, y]) => corners.map(([u, w]) => Math.hypot(x - u, y - w)));

test.each([
  [
    'a triangle',
    [
      [0, 3, 4],
      [3, 0, 5],
      [4, 5, 0],
    ],
  ],
  [
    'three points in a line',
    [
      [0, 1, 3],
      [1, 0, 2],
      [3, 2, 0],
    ],
  ],
  [
    'three times the same point',
    [
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  ],
  [
    'two in one point',
    [
      [0, 0, 2],
      [0, 0, 2],
      [2, 2, 0],
    ],
  ],
  [
    'two points',
    [
      [0, 2],
      [2, 0],
    ],
  ],
  ['one point', [[0]]],
])('%s', (_, distances) => {
  const drawn = distancesOf(triangleCorners(distances));
  drawn.forEach((row, i) => {
    row.forEach((distance, j) => {
      expect(distance).toBeCloseTo(distances[i][j], 10);
    });
  });
});
