// Loss curves of several saved runs for one chart.

import type { RunSummary } from '../../../../workers/rpc/api/lab-api.ts';
import type { ChartLine } from '../../../views/charts/line-chart/chart-data.ts';

const COLOURS = ['blue', 'yellow', 'teal', 'red', 'grey'] as const;

/** One for each colour. */
export const MAX_COMPARED = COLOURS.length;

export const lossCurves = (runs: readonly RunSummary[]): ChartLine[] =>
  runs.slice(0, MAX_COMPARED).map(({ name, curve }, i) => ({
    name,
    colour: COLOURS[i],
    style: 'line',
    points: curve.map(({ step, loss }) => [step, loss] as const),
  }));
