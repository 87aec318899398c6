// Principal components: the right ones, with the right shares, and without flips.

import { expect, it } from 'vitest';
import type { Embedding } from '../../../src/model/lenses/embedding.ts';
import { dotProduct } from '../../../src/model/lenses/embedding.ts';
import { principalAxes } from '../../../src/model/lenses/principal-plane.ts';

/** Four directions; spread 9 along the second, 4 along the last, 1 along the first, none along the third; mean (5, …). */
const SPREAD: Embedding = {
  V: 6,
  C: 4,
  vectors: Float32Array.from(
    [
      [0, 3, 0, 0],
      [0, -3, 0, 0],
      [0, 0, 0, 2],
      [0, 0, 0, -2],
      [1, 0, 0, 0],
      [-1, 0, 0, 0],
    ]
      .flat()
      .map((value) => value + 5),
  ),
};

it('finds the widest spreads, their shares and the points on them', () => {
  const { axes, explained, points } = principalAxes(SPREAD);
  expect(axes.map((axis) => axis.map(Math.abs).indexOf(Math.max(...axis.map(Math.abs))))).toEqual([1, 3, 0]);
  for (const [i, share] of [9 / 14, 4 / 14, 1 / 14].entries()) expect(explained[i]).toBeCloseTo(share, 6);
  expect(Array.from(points.subarray(0, 3), Math.abs)).toEqual([3, 0, 0].map((x) => expect.closeTo(x, 5)));
  expect(points[0]).toBeCloseTo(-points[3], 5);
});

it('keeps the signs of the look before', () => {
  const first = principalAxes(SPREAD);
  const flipped = { ...first, axes: first.axes.map((axis) => axis.map((value) => -value)) };
  const next = principalAxes(SPREAD, flipped);
  for (const [i, axis] of next.axes.entries()) expect(dotProduct(axis, flipped.axes[i])).toBeCloseTo(1, 6);
  expect(next.points[0]).toBeCloseTo(-first.points[0], 5);
});
