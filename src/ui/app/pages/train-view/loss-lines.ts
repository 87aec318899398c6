// The lines of the loss chart.

import type { Series } from '../../../../shared/history/series.ts';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import type { ChartLine } from '../../../views/charts/line-chart/chart-data.ts';

/** Batch loss, smoothed training loss, validation loss, and the loss ln(V) of uniform guessing. */
export function lossLines(
  { points }: Series,
  smooth: readonly number[],
  evaluations: readonly Evaluation[],
  steps: number,
  vocabulary: number,
): ChartLine[] {
  const uniformLoss = Math.log(vocabulary);
  return [
    {
      name: 'uniform guessing',
      colour: 'grey',
      style: 'dashed',
      points: [
        [0, uniformLoss],
        [steps, uniformLoss],
      ],
    },
    {
      name: 'batch',
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
