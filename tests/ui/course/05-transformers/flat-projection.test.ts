// The 2D projection: centred, within the margins, on one scale.

import { expect, it } from 'vitest';
import { projectFlat } from '../../../../src/ui/course/05-transformers/views/point-cloud/flat-projection.ts';

it('both axes have the same scale, and larger y is higher', () => {
  const [left, right, above] = projectFlat([-1, 0, 5, 1, 0, 5, 0, 1, 5], { width: 248, height: 148 });
  expect(right.x - left.x).toBe(2 * (left.y - above.y));
  expect([left.y, right.y]).toEqual([124, 124]);
  expect(above).toEqual({ x: 124, y: 24, depth: 0 });
});

it('a single point is centred', () => {
  expect(projectFlat([3, 4, 5], { width: 100, height: 60 })).toEqual([{ x: 50, y: 30, depth: 0 }]);
});
