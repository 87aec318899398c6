// What a chart's text takes: it grows with the visitor's own size of text, and so does its room.

import { expect, test } from 'vitest';
import {
  type ChartColours,
  chartOptions,
  extraHeight,
} from '../../../../../src/ui/views/charts/line-chart/chart-options.ts';

const colours = new Proxy({}, { get: () => 'black' }) as ChartColours;
const look = { lines: [], steps: 10, height: 230, format: String };

function axesAt(textScale: number) {
  const { axes = [], height } = chartOptions(look, colours, { width: 400, textScale }, () => {});
  const [x, y] = axes as { font: string; size: number; space: number }[];
  return { x, y, plot: height - x.size };
}

test('at the usual size the chart is as high as it was asked to be', () => {
  const { x } = axesAt(1);
  expect(x.font).toMatch(/^12px /);
  expect(extraHeight(1)).toBe(0);
});

test('twice as large, text has twice the room below and beside the plot, and the plot stays as high', () => {
  const [usual, large] = [axesAt(1), axesAt(2)];
  expect(large.x.font).toMatch(/^24px /);
  for (const axis of ['x', 'y'] as const) {
    expect(large[axis].size).toBe(2 * usual[axis].size);
    expect(large[axis].space).toBe(2 * usual[axis].space);
  }
  expect(large.plot).toBe(usual.plot);
});
