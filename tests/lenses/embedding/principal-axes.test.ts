// Principal components with their shares, and with stable signs.

import { expect, it } from 'vitest';
import type { Embedding } from '../../../src/lenses/embedding/embedding.ts';
import { principalAxes, projectOntoAxes } from '../../../src/lenses/embedding/principal-axes.ts';
import { dotProduct } from '../../../src/shared/numbers.ts';
import { random } from '../../../src/shared/random.ts';

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

it('returns the axes of largest variance, their shares and the coordinates', () => {
  const { axes, explained, points } = principalAxes(SPREAD);
  expect(axes.map((axis) => axis.map(Math.abs).indexOf(Math.max(...axis.map(Math.abs))))).toEqual([1, 3, 0]);
  for (const [i, share] of [9 / 14, 4 / 14, 1 / 14].entries()) expect(explained[i]).toBeCloseTo(share, 6);
  expect(Array.from(points.subarray(0, 3), Math.abs)).toEqual([3, 0, 0].map((x) => expect.closeTo(x, 5)));
  expect(points[0]).toBeCloseTo(-points[3], 5);
});

it('keeps the signs of the previous axes', () => {
  const first = principalAxes(SPREAD);
  const flipped = { ...first, axes: first.axes.map((axis) => axis.map((value) => -value)) };
  const next = principalAxes(SPREAD, flipped);
  for (const [i, axis] of next.axes.entries()) expect(dotProduct(axis, flipped.axes[i])).toBeCloseTo(1, 6);
  expect(next.points[0]).toBeCloseTo(-first.points[0], 5);
});

it('keeps the order of axes of nearly equal variance, and reorders clearly different ones', () => {
  const spread = (first: number, second: number): Embedding => ({
    V: 4,
    C: 2,
    vectors: Float32Array.from([first, 0, -first, 0, 0, second, 0, -second]),
  });
  const before = principalAxes(spread(2, 1.95));
  const along = ({ axes }: { axes: readonly Float64Array[] }) =>
    axes.map((axis) => (Math.abs(axis[0]) > 0.9 ? 0 : 1));
  expect(along(principalAxes(spread(1.98, 2)))).toEqual([1, 0]);
  const next = principalAxes(spread(1.98, 2), before);
  expect(along(next)).toEqual([0, 1]);
  expect(next.explained[0]).toBeLessThan(next.explained[1]);
  expect(along(principalAxes(spread(1, 2), before))).toEqual([1, 0]);
});

it('a token’s vector is projected onto the token’s point', () => {
  const found = principalAxes(SPREAD);
  const place = projectOntoAxes(SPREAD.vectors.subarray(8, 12), found);
  expect(place).toEqual(Array.from(found.points.subarray(6, 9), (x) => expect.closeTo(x, 5)));
});

it('returns the same for an embedding too large for a full decomposition', () => {
  const [V, C] = [2600, 600];
  const stream = random(1, 'large embedding');
  const spreads = new Map([
    [11, 9],
    [400, 4],
    [5, 2],
  ]);
  const vectors = Float32Array.from(
    { length: V * C },
    (_, i) => 5 + (spreads.get(i % C) ?? 0.05) * stream.normal(),
  );
  const { axes, explained, points } = principalAxes({ V, C, vectors });
  for (const [k, place] of [11, 400, 5].entries()) expect(Math.abs(axes[k][place])).toBeGreaterThan(0.99);
  expect(explained[0] / explained[1]).toBeCloseTo(81 / 16, 0);
  expect(explained.reduce((sum, share) => sum + share)).toBeGreaterThan(0.95);
  expect(points).toHaveLength(3 * V);
  expect(points[0]).toBeCloseTo(
    dotProduct(axes[0], vectors.subarray(0, C)) - meanAlong(axes[0], vectors, V),
    3,
  );
});

/** Mean over all tokens of their place on an axis. */
function meanAlong(axis: ArrayLike<number>, vectors: Float32Array, V: number): number {
  const C = axis.length;
  let sum = 0;
  for (let id = 0; id < V; id++) sum += dotProduct(axis, vectors.subarray(id * C, (id + 1) * C)) / V;
  return sum;
}
