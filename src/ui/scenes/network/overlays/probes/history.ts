// One probe along the checkpoints of the training: fitted anew at each, with shuffled labels as its control.

import { msg, str } from '@lit/localize';
import { nothing } from 'lit';
import { offsetText } from '../../../../../shared/offset-text.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import type { ChartLine } from '../../../../views/charts/line-chart/chart-data.ts';
import { AlongTraining, type History } from '../along-training.ts';
import type { PanelPage } from '../panel.ts';
import type { Probes } from './places.ts';

export const probeHistory = (page: PanelPage) =>
  new AlongTraining(page, 'probes', (history) => [
    { summary: msg('Accuracy of the probe'), lines: probeLines(history), yMax: 1.02, format: formatPercent },
  ]);

export function renderProbeHistory(
  history: AlongTraining<'probes'>,
  probes: Probes | undefined,
  detail: Probes['detail'] | undefined,
) {
  if (!probes || !detail) return nothing;
  const { name, meaning, offset } = detail.place;
  return history.render({
    lens: { set: probes.set, place: { name, offset } },
    heading: msg('When can it be read there?'),
    text: msg(
      str`The probe ${meaning}, ${offsetText(offset)}, is fitted anew at every checkpoint of the training, on the same words in the same folds. The place was chosen at the end: elsewhere it may be read earlier.`,
    ),
  });
}

function probeLines(history: History<'probes'>): readonly ChartLine[] {
  const along = (value: (place: Probes['detail']['place']) => number) =>
    history.map(({ step, result }) => [step, value(result.detail.place)] as const);
  return [
    {
      name: msg('most frequent class'),
      colour: 'grey',
      style: 'dashed',
      points: along(({ majority }) => majority),
    },
    {
      name: msg('shuffled labels, highest'),
      colour: 'red',
      style: 'dashed',
      points: along(({ shuffledHighest }) => shuffledHighest),
    },
    { name: msg('95 % from'), colour: 'blue', style: 'faint', points: along(({ interval }) => interval[0]) },
    { name: msg('to'), colour: 'blue', style: 'faint', points: along(({ interval }) => interval[1]) },
    { name: msg('accuracy'), colour: 'blue', style: 'dotted', points: along(({ accuracy }) => accuracy) },
  ];
}
