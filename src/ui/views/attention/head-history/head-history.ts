// When a head appears: its scores at the checkpoints of a training, beside what the model can do.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Evaluation, LensResult, StepResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { Focus } from '../../../types/page.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import '../../charts/line-chart/line-chart.ts';
import { formatScore, headLabel } from '../head-table/head-columns.ts';
import { historyLines } from './history-lines.ts';

/**
 * @summary Scores of one head by training step, with the shown step marked.
 *
 * @property history - Results of the lens `head-table` by ascending step.
 * @property chosen - The head.
 * @property evaluations - Of the run, by ascending step: what the model can do.
 * @property step - The step that is shown elsewhere.
 */
@customElement('lab-head-history')
export class HeadHistory extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) history: readonly StepResult<LensResult<'head-table'>>[] = [];
  @property({ attribute: false }) chosen: Pick<Focus, 'layer' | 'head'> = { layer: 0, head: 0 };
  @property({ attribute: false }) evaluations: readonly Evaluation[] = [];
  @property({ type: Number }) step = 0;

  protected override render() {
    const last = this.history.at(-1);
    if (!last) return nothing;
    const lines = historyLines(this.history, this.chosen, this.evaluations);
    const marks = lines
      .filter(({ style }) => style === 'dotted')
      .map(
        (line): ChartLine => ({
          ...line,
          style: 'mark',
          points: line.points.filter(([step]) => step === this.step),
        }),
      );
    const least = Math.min(...lines.flatMap(({ points }) => points.map(([, y]) => y)));
    return html`<lab-line-chart
      .lines=${[...lines, ...marks]}
      .steps=${last.step}
      .yMin=${least < 0 ? -1 : 0}
      .yMax=${1.02}
      .height=${240}
      .format=${formatScore}
      summary=${msg(str`Scores of head ${headLabel(this.chosen)} by training step, up to step ${formatInteger(last.step)}`)}
    ></lab-line-chart>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-history': HeadHistory;
  }
}
