// Chapter 1: the count of 13,002 parameters, the matrix form, the edge detector.

import { expect, it } from 'vitest';
import {
  countFormula,
  layerCounts,
} from '../../../../src/ui/course/01-neural-network/figures/layer-counts.ts';
import { matrixCells } from '../../../../src/ui/course/01-neural-network/views/matrix-form/matrix-cells.ts';
import { edgeDetector } from '../../../../src/ui/course/digit-stage/edge-detector.ts';

it('the network of the videos has 12,960 weights and 42 biases', () => {
  const counts = layerCounts([784, 16, 16, 10]);
  const sum = (key: 'weights' | 'biases') => counts.reduce((total, each) => total + each[key], 0);
  expect([sum('weights'), sum('biases')]).toEqual([12_960, 42]);
  expect(countFormula([784, 16, 16, 10]).join('')).toContain('=13{,}002');
});

it('a matrix shows the first two rows, the selected and the last, and three columns, with dots for gaps', () => {
  const numbers = {
    weights: Array.from({ length: 40 }, (_, i) => i),
    biases: Array.from({ length: 8 }, (_, i) => -i),
    inputs: [0, 1, 0.5, 0.25, 0],
    outputs: Array.from({ length: 8 }, (_, i) => i / 8),
  };
  const { weights, before, after } = matrixCells(numbers, 4, 2);
  expect(weights.map((row) => row.map(({ text }) => text))).toEqual([
    ['0.00', '⋯', '2.00', '⋯', '4.00'],
    ['5.00', '⋯', '7.00', '⋯', '9.00'],
    ['⋮', '⋱', '⋮', '⋱', '⋮'],
    ['20.00', '⋯', '22.00', '⋯', '24.00'],
    ['⋮', '⋱', '⋮', '⋱', '⋮'],
    ['35.00', '⋯', '37.00', '⋯', '39.00'],
  ]);
  expect(after.map(([{ chosen }]) => chosen)).toEqual([false, false, false, true, false, false]);
  expect(before.flat().some(({ chosen }) => chosen)).toBe(false);
});

it('an edge detector is positive on a bar and negative around it, with a sum near zero', () => {
  const weights = edgeDetector();
  const [plus, minus] = [1, -1].map((sign) => weights.filter((w) => w === sign).length);
  expect(plus).toBe(30);
  expect(minus).toBe(7 * 14 - 30);
  expect(weights).toHaveLength(784);
});
