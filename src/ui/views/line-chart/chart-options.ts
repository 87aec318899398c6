// What uPlot is told: axes, lines and cursor in the theme's colours.

import type uPlot from 'uplot';
import { whole } from '../numbers.ts';
import type { ChartLine, LINE_COLOURS } from './chart-data.ts';

export interface ChartLook {
  readonly lines: readonly ChartLine[];
  readonly steps: number;
  readonly highest?: number;
  readonly height: number;
  readonly format: (value: number) => string;
}

export type ChartColours = Record<keyof typeof LINE_COLOURS | 'text' | 'grid' | 'surface', string>;

/** At the usual size of text: of what is written, below and beside the plot, and between two ticks along and up. */
const TEXT = { size: 12, below: 28, beside: 46, end: 22, along: 50, up: 30 };

/** What larger text needs more than the usual: the plot stays as high. */
export const furtherHeight = (textScale: number): number => TEXT.below * (textScale - 1);

export function chartOptions(
  { lines, steps, highest, height, format }: ChartLook,
  colours: ChartColours,
  { width, textScale }: { width: number; textScale: number },
  moved: (step: number | undefined) => void,
): uPlot.Options {
  const axis = {
    stroke: colours.text,
    font: `${TEXT.size * textScale}px system-ui, sans-serif`,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.grid, width: 1, size: 4 },
  };
  return {
    width,
    height: height + furtherHeight(textScale),
    padding: [8, TEXT.end * textScale, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: false, range: [0, Math.max(1, steps)] },
      // From 0, so that a height means the same at any time.
      y: { range: (_, __, most) => [0, highest ?? niceEnd(most)] },
    },
    axes: [
      {
        ...axis,
        size: TEXT.below * textScale,
        space: TEXT.along * textScale,
        gap: 4,
        values: (_, steps) => steps.map(whole),
      },
      {
        ...axis,
        size: TEXT.beside * textScale,
        space: TEXT.up * textScale,
        gap: 4,
        values: (_, values) => values.map(tick(format)),
      },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, colours))],
    hooks: {
      setCursor: [
        ({ cursor, data }) =>
          moved(cursor.idx === null || cursor.idx === undefined ? undefined : data[0][cursor.idx]),
      ],
    },
  };
}

function seriesOf({ style, colour }: ChartLine, colours: ChartColours): uPlot.Series {
  return {
    stroke: colours[colour],
    width: style === 'line' || style === 'dotted' ? 2 : 1,
    alpha: style === 'faint' ? 0.35 : 1,
    ...(style === 'dashed' && { dash: [5, 5] }),
    points: { show: style === 'dotted', size: 6, fill: colours[colour], width: 0 },
    spanGaps: true,
  };
}

/** Ticks are round numbers: the digits a value needs elsewhere are noise here. */
const tick = (format: (value: number) => string) => (value: number) =>
  format(value)
    .replace(/\.0+(?=\D|$)/, '')
    .replace(/(\.\d*?[1-9])0+(?=\D|$)/, '$1');

/** A little above the highest point; some end where there is no point yet. */
const niceEnd = (most: number | null) => (most && Number.isFinite(most) ? most * 1.06 : 1);
