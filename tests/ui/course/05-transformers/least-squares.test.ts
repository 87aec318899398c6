// Linear regression: error and gradient descent.

import { expect, it } from 'vitest';
import {
  gradientStep,
  meanSquaredError,
} from '../../../../src/ui/course/05-transformers/views/line-fit/least-squares.ts';

const POINTS = [0, 0.25, 0.5, 1].map((x) => ({ x, y: 0.6 * x + 0.2 }));

it('the error is 0 on the line and grows with the squared distance', () => {
  expect(meanSquaredError(POINTS, { slope: 0.6, intercept: 0.2 })).toBeCloseTo(0, 12);
  expect(meanSquaredError(POINTS, { slope: 0.6, intercept: 0.3 })).toBeCloseTo(0.01, 12);
  expect(meanSquaredError([], { slope: 1, intercept: 1 })).toBe(0);
});

it('gradient descent finds the line through the points', () => {
  let line = { slope: 0, intercept: 0 };
  for (let i = 0; i < 1000; i++) line = gradientStep(POINTS, line, 0.3);
  expect(line.slope).toBeCloseTo(0.6, 6);
  expect(line.intercept).toBeCloseTo(0.2, 6);
});
