// Angles going round, whatever the order of the vectors.

import { expect, it } from 'vitest';
import { neighbouringAngles } from '../../../../src/ui/course/07-facts/views/near-orthogonal/neighbouring-angles.ts';

it('goes to the next one counter-clockwise, and all together once round', () => {
  const at = (...degrees: number[]) =>
    Float32Array.from(degrees.flatMap((a) => [Math.cos((a * Math.PI) / 180), Math.sin((a * Math.PI) / 180)]));
  const angles = neighbouringAngles(at(350, 80, 200));
  expect(angles.map(Math.round)).toEqual([90, 120, 150]);
  expect(angles.reduce((a, b) => a + b)).toBeCloseTo(360, 3);
});
