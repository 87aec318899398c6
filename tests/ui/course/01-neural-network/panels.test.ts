// Chapter 1: the edge detector.

import { expect, it } from 'vitest';
import { edgeDetector } from '../../../../src/ui/course/digit-stage/edge-detector.ts';

it('an edge detector is positive on a bar and negative around it, with a sum near zero', () => {
  const weights = edgeDetector();
  const [plus, minus] = [1, -1].map((sign) => weights.filter((w) => w === sign).length);
  expect(plus).toBe(30);
  expect(minus).toBe(7 * 14 - 30);
  expect(weights).toHaveLength(784);
});
