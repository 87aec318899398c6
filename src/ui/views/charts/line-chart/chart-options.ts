// uPlot options: axes, lines and cursor in theme colours.

import type uPlot from 'uplot';
import { formatInteger } from '../../../format/numbers.ts';
import type { ChartLine, LINE_COLOURS } from './chart-data.ts';

export interface ChartSpec {
  readonly lines: readonly ChartLine[];
  readonly steps: number;
  readonly yMin?: number;
  readonly yMax?: number;
  readonly height: number;
  readonly format: (value: number) => string;
}

export type ChartColours = Record<keyof typeof LINE_COLOURS | 'text' | 'grid' | 'surface', string>;

/** In CSS pixels at the default text size: font, x axis, y axis, right margin, and minimum distance of ticks on x and y. */
const TEXT_METRICS = { size: 12, below: 28, beside: 46, end: 22, along: 50, up: 30 };

/** Additional height for larger text; the plot area keeps its height. */
export const extraHeight = (textScale: number): number => TEXT_METRICS.below * (textScale - 1);

export function chartOptions(
  { lines, steps, yMin = 0, yMax, height, format }: ChartSpec,
  colours: ChartColours,
  { width, textScale }: { width: number; textScale: number },
  onCursorMove: (step: number | undefined) => void,
): uPlot.Options {
  const axis = {
    stroke: colours.text,
    font: `${TEXT_METRICS.size * textScale}px system-ui, sans-serif`,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
  return {
    width,
    height: height + extraHeight(textScale),
    padding: [8, TEXT_METRICS.end * textScale, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: [0, Math.max(1, steps)] },
      // From 0, so that heights are comparable over time.
      y: { range: (_, __, max) => [yMin, yMax ?? paddedMax(max)] },
    },
    axes: [
      {
        ...axis,
        size: TEXT_METRICS.below * textScale,
        space: TEXT_METRICS.along * textScale,
        gap: 4,
        values: (_, steps) => steps.map(formatInteger),
      },
      {
        ...axis,
        size: TEXT_METRICS.beside * textScale,
        space: TEXT_METRICS.up * textScale,
        gap: 4,
        values: (_, values) => values.map(formatTick(format)),
      },
    ],
    series: [{}, ...lines.map((line) => toSeries(line, colours))],
    hooks: {
      setCursor: [
        ({ cursor, data }) =>
          onCursorMove(cursor.idx === null || cursor.idx === undefined ? undefined : data[0][cursor.idx]),
      ],
    },
  };
}

function toSeries({ style, colour }: ChartLine, colours: ChartColours): uPlot.Series {
  const hasLine = style !== 'points' && style !== 'mark';
  return {
    stroke: colours[colour],
    width: !hasLine ? 0 : style === 'line' || style === 'dotted' ? 2 : 1,
    alpha: style === 'faint' ? 0.35 : 1,
    ...(style === 'dashed' && { dash: [5, 5] }),
    points: pointsOf(style, colours[colour], colours.surface),
    spanGaps: true,
  };
}

function pointsOf(style: ChartLine['style'], colour: string, surface: string): uPlot.Series.Points {
  if (style === 'mark') return { show: true, size: 13, fill: surface, stroke: colour, width: 3 };
  const size = style === 'points' ? 5 : 6;
  return { show: style === 'dotted' || style === 'points', size, fill: colour, width: 0 };
}

/** Removes trailing zeros: ticks are round numbers. */
const formatTick = (format: (value: number) => string) => (value: number) =>
  format(value)
    .replace(/\.0+(?=\D|$)/, '')
    .replace(/(\.\d*?[1-9])0+(?=\D|$)/, '$1');

/** 6 % above the highest point; 1 without points. */
const paddedMax = (max: number | null) => (max && Number.isFinite(max) ? max * 1.06 : 1);
