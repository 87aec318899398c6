// The path of a sparkline.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparklinePath } from '../../../../../src/ui/views/charts/sparkline/sparkline-path.ts';

const points = (path: string) =>
  [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

test('fewer than two values give no path', () => {
  expect(sparklinePath([], 100, 20)).toBe('');
  expect(sparklinePath([3, Number.NaN], 100, 20)).toBe('');
});

test('larger values are drawn higher', () => {
  expect(points(sparklinePath([5, 1], 100, 20))).toEqual([
    [0, 2],
    [100, 18],
  ]);
});

test('any values stay within the box, with at most one point per pixel', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }), {
        minLength: 2,
        maxLength: 500,
      }),
      (values) => {
        const drawn = points(sparklinePath(values, 100, 20));
        expect(drawn.length).toBeLessThanOrEqual(100);
        for (const [x, y] of drawn) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(100);
          expect(y).toBeGreaterThanOrEqual(2);
          expect(y).toBeLessThanOrEqual(18);
        }
      },
    ),
  );
});
