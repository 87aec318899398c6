// When a head appears: its scores at the checkpoints of a training, beside what the model can do.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { Evaluation, LensResult, StepResult } from '../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../format/numbers.ts';
import type { Focus } from '../../types/page.ts';
import type { ChartLine } from '../charts/line-chart/chart-data.ts';
import '../charts/line-chart/line-chart.ts';
import { formatScore, headLabel } from './head-table/head-columns.ts';
import { historyLines } from './history-lines.ts';

/**
 * @param history one result or more, by ascending step
 * @param shownStep marked on the lines
 */
export function headHistory(
  history: readonly StepResult<LensResult<'head-table'>>[],
  chosen: Pick<Focus, 'layer' | 'head'>,
  evaluations: readonly Evaluation[],
  shownStep: number,
) {
  const { step: end } = history[history.length - 1];
  const lines = historyLines(history, chosen, evaluations);
  const marks = lines
    .filter(({ style }) => style === 'dotted')
    .map(
      (line): ChartLine => ({
        ...line,
        style: 'mark',
        points: line.points.filter(([step]) => step === shownStep),
      }),
    );
  const least = Math.min(...lines.flatMap(({ points }) => points.map(([, y]) => y)));
  return html`<lab-line-chart
    .lines=${[...lines, ...marks]}
    .steps=${end}
    .yMin=${least < 0 ? -1 : 0}
    .yMax=${1.02}
    .height=${240}
    .format=${formatScore}
    summary=${msg(str`Scores of head ${headLabel(chosen)} by training step, up to step ${formatInteger(end)}`)}
  ></lab-line-chart>`;
}
