// Angles between neighbouring directions, in any order of the vectors.

import { expect, it } from 'vitest';
import { neighbouringAngles } from '../../../../src/ui/course/07-facts/figures/neighbouring-angles.ts';

it('measures counter-clockwise to the next direction, 360° in total', () => {
  const at = (...degrees: number[]) =>
    Float32Array.from(degrees.flatMap((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)]));
  const angles = neighbouringAngles(at(350, 80, 200));
  expect(angles.map(Math.round)).toEqual([90, 120, 150]);
  expect(angles.reduce((a, b) => a + b)).toBeCloseTo(360, 3);
});
