// The losses of several kept runs as lines of one chart.

import type { RunCard } from '../../../workers/lab-api.ts';
import type { ChartLine } from '../line-chart/chart-data.ts';

const COLOURS = ['blue', 'yellow', 'teal', 'red', 'grey'] as const;

/** As many as there are colours to tell them apart. */
export const MOST_COMPARED = COLOURS.length;

export const lossCurves = (cards: readonly RunCard[]): ChartLine[] =>
  cards.slice(0, MOST_COMPARED).map(({ name, curve }, i) => ({
    name,
    colour: COLOURS[i],
    style: 'line',
    points: curve.map(({ step, loss }) => [step, loss] as const),
  }));
