// Chart options: text and margins scale with the user's font size.

import { expect, test } from 'vitest';
import {
  type ChartColours,
  chartOptions,
  extraHeight,
} from '../../../../../src/ui/views/charts/line-chart/chart-options.ts';

const colours = new Proxy({}, { get: () => 'black' }) as ChartColours;
const spec = { lines: [], steps: 10, height: 230, format: String };

function axesAt(textScale: number) {
  const { axes = [], height } = chartOptions(spec, colours, { width: 400, textScale }, () => {});
  const [x, y] = axes as { font: string; size: number; space: number }[];
  return { x, y, plot: height - x.size };
}

test('at the default text size the chart has the requested height', () => {
  const { x } = axesAt(1);
  expect(x.font).toMatch(/^12px /);
  expect(extraHeight(1)).toBe(0);
});

test('at twice the text size the margins double and the plot keeps its height', () => {
  const [usual, large] = [axesAt(1), axesAt(2)];
  expect(large.x.font).toMatch(/^24px /);
  for (const axis of ['x', 'y'] as const) {
    expect(large[axis].size).toBe(2 * usual[axis].size);
    expect(large[axis].space).toBe(2 * usual[axis].space);
  }
  expect(large.plot).toBe(usual.plot);
});
