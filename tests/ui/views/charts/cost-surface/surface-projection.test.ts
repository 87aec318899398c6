// Surface projection: height, painting order, rotation.

import { expect, test } from 'vitest';
import {
  HALF_EXTENT,
  SurfaceProjection,
} from '../../../../../src/ui/views/charts/cost-surface/surface-projection.ts';

const xs = [-1, 0, 1];
/** A slope that rises along x. */
const SLOPE = { xs, ys: xs, costs: xs.flatMap(() => [0, 1, 2]) };
const RANGE = { least: 0, most: 2 };

test('higher costs are drawn higher, and the far side above the near side', () => {
  const projection = new SurfaceProjection(SLOPE, RANGE, { azimuth: 0, elevation: 0.6 });
  expect(projection.at(1, 0).y).toBeLessThan(projection.at(-1, 0).y);
  expect(projection.at(0, 1).y).toBeLessThan(projection.at(0, -1).y);
  expect(projection.at(1, 0).x).toBeCloseTo(1);
});

test('patches are ordered from far to near, with the mean cost of their corners', () => {
  const patches = new SurfaceProjection(SLOPE, RANGE, { azimuth: 0, elevation: 0.6 }).patches();
  expect(patches.map(({ cost }) => cost).sort()).toEqual([0.5, 0.5, 1.5, 1.5]);
  const lowest = patches.map(({ corners }) => Math.max(...corners.filter((_, i) => i < 2).map(({ y }) => y)));
  expect(lowest[0]).toBeLessThan(lowest[3]);
});

test('half a rotation swaps left and right; every rotation fits the picture', () => {
  const half = new SurfaceProjection(SLOPE, RANGE, { azimuth: Math.PI, elevation: 0.6 });
  expect(half.at(1, 0).x).toBeCloseTo(-1);
  for (let azimuth = 0; azimuth < 6.3; azimuth += 0.3)
    for (const { corners } of new SurfaceProjection(SLOPE, RANGE, { azimuth, elevation: 0.85 }).patches())
      for (const { x, y } of corners) {
        expect(Math.abs(x)).toBeLessThanOrEqual(HALF_EXTENT.x + 1e-9);
        expect(Math.abs(y)).toBeLessThanOrEqual(HALF_EXTENT.y);
      }
});

test('a constant cost is a plane', () => {
  const flat = new SurfaceProjection(
    { ...SLOPE, costs: new Array(9).fill(3) },
    { least: 3, most: 3 },
    { azimuth: 0, elevation: 0.6 },
  );
  expect(flat.at(-1, 0).y).toBeCloseTo(flat.at(1, 0).y);
});
