// The lines of the loss chart.

import type { Series } from '../../../history/series.ts';
import type { Evaluation } from '../../../workers/lab-api.ts';
import type { ChartLine } from '../line-chart/chart-data.ts';

/** Each batch faintly, its trend, what was held out, and the level of a network that knows nothing. */
export function lossLines(
  { points }: Series,
  smooth: readonly number[],
  evaluations: readonly Evaluation[],
  steps: number,
  vocabulary: number,
): ChartLine[] {
  const even = Math.log(vocabulary);
  return [
    {
      name: 'guessing evenly',
      colour: 'grey',
      style: 'dashed',
      points: [
        [0, even],
        [steps, even],
      ],
    },
    {
      name: 'each batch',
      colour: 'blue',
      style: 'faint',
      points: points.map(({ step, loss }) => [step, loss] as const),
    },
    {
      name: 'training',
      colour: 'blue',
      style: 'line',
      points: points.map(({ step }, i) => [step, smooth[i]] as const),
    },
    {
      name: 'validation',
      colour: 'yellow',
      style: 'dotted',
      points: evaluations.map(({ step, validationLoss }) => [step, validationLoss] as const),
    },
  ];
}
