// Chapter 1: the count of 13,002 parameters, the edge detector.

import { expect, it } from 'vitest';
import {
  countFormula,
  layerCounts,
} from '../../../../src/ui/course/01-neural-network/figures/layer-counts.ts';
import { edgeDetector } from '../../../../src/ui/course/digit-stage/edge-detector.ts';

it('the network of the videos has 12,960 weights and 42 biases', () => {
  const counts = layerCounts([784, 16, 16, 10]);
  const sum = (key: 'weights' | 'biases') => counts.reduce((total, each) => total + each[key], 0);
  expect([sum('weights'), sum('biases')]).toEqual([12_960, 42]);
  expect(countFormula([784, 16, 16, 10]).join('')).toContain('=13{,}002');
});

it('an edge detector is positive on a bar and negative around it, with a sum near zero', () => {
  const weights = edgeDetector();
  const [plus, minus] = [1, -1].map((sign) => weights.filter((w) => w === sign).length);
  expect(plus).toBe(30);
  expect(minus).toBe(7 * 14 - 30);
  expect(weights).toHaveLength(784);
});
