// Chapter 2: the video's functions and slopes, descent and noise.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  BOWL,
  CURVE,
  gradientDescent,
  HILLS,
} from '../../../../src/ui/course/02-gradient-descent/descent.ts';
import { noise } from '../../../../src/ui/course/digit-stage/noise-image.ts';

it('slopes match finite differences', () => {
  const h = 1e-5;
  const place = fc.double({ min: -4, max: 4, noNaN: true });
  fc.assert(
    fc.property(place, place, (x, y) => {
      expect((CURVE.at(x + h) - CURVE.at(x - h)) / (2 * h)).toBeCloseTo(CURVE.slope(x), 4);
      for (const { at, gradient } of [BOWL, HILLS]) {
        const [dx, dy] = gradient([x, y]);
        expect((at([x + h, y]) - at([x - h, y])) / (2 * h)).toBeCloseTo(dx, 4);
        expect((at([x, y + h]) - at([x, y - h])) / (2 * h)).toBeCloseTo(dy, 4);
      }
    }),
  );
});

it('at (1, 1) the bowl’s gradient is the video’s (3, 1), and one step goes against it', () => {
  expect(BOWL.gradient([1, 1])).toEqual([3, 1]);
  expect(gradientDescent(BOWL.gradient, [1, 1], 0.1, 1)).toEqual([
    [1, 1],
    [0.7, 0.9],
  ]);
});

it('the start determines the valley; too large steps leave the plot', () => {
  const end = (start: number, rate: number) =>
    gradientDescent(([x]) => [CURVE.slope(x)], [start], rate, 200).at(-1)?.[0] ?? 0;
  expect(end(-1, 0.1)).toBeCloseTo(-2.98, 1);
  expect(end(1, 0.1)).toBeCloseTo(2.66, 1);
  expect(Math.abs(end(4.6, 1.4))).not.toBeLessThan(5);
});

it('noise is reproducible by its seed and uniform between 0 and 1', () => {
  const [a, b, c] = [noise(3, 5), noise(3, 5), noise(4, 5)];
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(a.every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(a.reduce((sum, value) => sum + value, 0) / a.length).toBeCloseTo(0.5, 1);
});
