// The lines of the loss chart.

import { msg } from '@lit/localize';
import type { Series } from '../../../../shared/history/series.ts';
import type { Evaluation } from '../../../../workers/rpc/api/lab-api.ts';
import type { ChartLine } from '../../../views/charts/line-chart/chart-data.ts';

/**
 * Batch loss, smoothed training loss, validation loss, and as level lines the loss ln(V) of uniform guessing and, beside a model of the
 * visitor's own, the validation loss of the pretrained one.
 */
export function lossLines(
  { points }: Series,
  smooth: readonly number[],
  evaluations: readonly Evaluation[],
  steps: number,
  vocabulary: number,
  pretrained?: number,
): ChartLine[] {
  const level = (name: string, colour: ChartLine['colour'], loss: number): ChartLine => ({
    name,
    colour,
    style: 'dashed',
    points: [
      [0, loss],
      [steps, loss],
    ],
  });
  return [
    level(msg('uniform guessing'), 'grey', Math.log(vocabulary)),
    ...(pretrained === undefined ? [] : [level(msg('pretrained'), 'yellow', pretrained)]),
    {
      name: msg('batch'),
      colour: 'blue',
      style: 'faint',
      points: points.map(({ step, loss }) => [step, loss] as const),
    },
    {
      name: msg('training'),
      colour: 'blue',
      style: 'line',
      points: points.map(({ step }, i) => [step, smooth[i]] as const),
    },
    {
      name: msg('validation'),
      colour: 'yellow',
      style: 'dotted',
      points: evaluations.map(({ step, validationLoss }) => [step, validationLoss] as const),
    },
  ];
}
