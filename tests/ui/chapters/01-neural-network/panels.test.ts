// Chapter 1's panels: one for every moment, the count of 13,002, the layer as a matrix.

import { expect, it } from 'vitest';
import { chapter } from '../../../../src/ui/chapters/01-neural-network/chapter.ts';
import { edgeDetector } from '../../../../src/ui/chapters/01-neural-network/edge-detector.ts';
import { panelOf } from '../../../../src/ui/chapters/01-neural-network/panels.ts';
import {
  matrixTex,
  shownPlaces,
} from '../../../../src/ui/chapters/01-neural-network/views/matrix-form/matrix-tex.ts';
import {
  countFormula,
  layerCounts,
} from '../../../../src/ui/chapters/01-neural-network/views/parameter-count/count.ts';
import { INTERLUDE } from '../../../../src/ui/chapters/moments.ts';

it('every moment has its panel; only an interlude leaves the stage as it was', () => {
  const without = chapter.moments.filter((moment) => !panelOf(moment)).map(({ view }) => view);
  expect(new Set(without)).toEqual(new Set([INTERLUDE]));
});

it('the network of the videos has 12,960 weights and 42 biases', () => {
  const counts = layerCounts([784, 16, 16, 10]);
  const sum = (key: 'weights' | 'biases') => counts.reduce((total, each) => total + each[key], 0);
  expect([sum('weights'), sum('biases')]).toEqual([12_960, 42]);
  expect(countFormula([784, 16, 16, 10])).toContain('=13{,}002');
});

it('a matrix shows first, chosen and last, with dots for what is left out', () => {
  expect(shownPlaces(16, 7)).toEqual([0, 1, undefined, 7, undefined, 15]);
  expect(shownPlaces(3, 1)).toEqual([0, 1, 2]);
  const numbers = {
    weights: [1, 2, 3, 4, 5, 6],
    biases: [0.5, -0.25],
    before: [0, 1, 0.5],
    after: [0.9, 0.1],
  };
  const tex = matrixTex(2, 1, 1, numbers, '\\sigma');
  expect(tex).toContain('\\begin{bmatrix}1.00&2.00&3.00\\\\\\textcolor{#c9961a}{4.00}');
  expect(tex.endsWith('=a^{(2)}')).toBe(true);
});

it('an edge detector is positive on a bar and negative around it, and the two nearly cancel', () => {
  const weights = edgeDetector();
  const [plus, minus] = [1, -1].map((sign) => weights.filter((w) => w === sign).length);
  expect(plus).toBe(30);
  expect(minus).toBe(7 * 14 - 30);
  expect(weights).toHaveLength(784);
});
