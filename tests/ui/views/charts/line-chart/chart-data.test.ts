// Alignment of lines with different x values.

import { expect, test } from 'vitest';
import {
  alignLines,
  type ChartLine,
  lineValueAt,
} from '../../../../../src/ui/views/charts/line-chart/chart-data.ts';

const line = (...points: [number, number][]): ChartLine => ({
  name: '',
  colour: 'blue',
  style: 'line',
  points,
});

test('each line has values at its own steps and null elsewhere', () => {
  expect(alignLines([line([0, 5], [1, 4], [2, 3]), line([0, 6], [2, 4])])).toEqual([
    [0, 1, 2],
    [5, 4, 3],
    [6, null, 4],
  ]);
});

test('a non-finite value leaves a gap', () => {
  expect(alignLines([line([0, 1], [1, Number.NaN], [2, Number.POSITIVE_INFINITY])])).toEqual([
    [0, 1, 2],
    [1, null, null],
  ]);
});

test('the value at a step is that of the last point before it', () => {
  const validation = line([0, 6], [100, 2]);
  expect(lineValueAt(validation, 60)).toBe(6);
  expect(lineValueAt(validation, 100)).toBe(2);
  expect(lineValueAt(validation)).toBe(2);
  expect(lineValueAt(line([10, 1]), 5)).toBeUndefined();
});
