// Digit networks trained in parallel: cost and accuracy by step.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { JobEvent } from '../../../events/index.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import type { ComparedRun } from '../../../types/digits.ts';
import type { TaskState } from '../../../types/task.ts';
import '../../charts/line-chart/line-chart.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import { jobStatus } from '../../status/job-status.ts';

const COLOURS = ['yellow', 'teal', 'red', 'blue'] as const;

/**
 * @summary Charts the cost and accuracy of several runs and starts their training.
 *
 * @property heading - Heading of the card.
 * @property explained - Explanation below the charts.
 * @property job - Name of the job in `lab-job` events.
 * @property runs - Points of each run so far.
 * @property steps - Training steps of each run.
 * @property tested - Images that the accuracy is measured on: `train` or `test`.
 * @property task - Progress or error of the job.
 * @fires lab-job - The job is started or stopped.
 */
@customElement('lab-run-comparison')
export class RunComparison extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property() heading = '';
  @property() explained = '';
  @property() job = '';
  @property({ attribute: false }) runs: readonly ComparedRun[] = [];
  @property({ type: Number }) steps = 1;
  @property() tested: 'train' | 'test' = 'test';
  @property({ attribute: false }) task: TaskState = {};

  protected override render() {
    const images = this.tested === 'test' ? msg('test images') : msg('training images');
    const summary = this.runs
      .map(({ name, points }) => {
        const last = points.at(-1);
        return last
          ? msg(
              str`${name}: cost ${formatSignificant(last.train.cost)}, accuracy ${formatPercent(last[this.tested].accuracy)}`,
            )
          : '';
      })
      .join('; ');
    return html`<section class="card" aria-label=${this.heading}>
      <h2>${this.heading}</h2>
      <div class="controls">
        <button class="primary" ?disabled=${this.task.progress !== undefined} @click=${() => this.#emit(true)}>
          ${this.runs.length > 0 ? msg('Train again') : msg('Train all')}
        </button>
      </div>
      ${jobStatus(this.task, () => this.#emit(false))}
      ${
        this.runs.length === 0
          ? html`<p class="explained">${msg('Not trained yet. These networks are separate from yours, which is unchanged.')}</p>`
          : html`<div class="columns">
              <div>
                <h2>${msg('Mean cost, training images')}</h2>
                <lab-line-chart .lines=${this.#lines(({ train }) => train.cost)} .steps=${this.steps} .format=${formatSignificant}
                  .summary=${summary}></lab-line-chart>
              </div>
              <div>
                <h2>${msg(str`Accuracy, ${images}`)}</h2>
                <lab-line-chart .lines=${this.#lines((point) => point[this.tested].accuracy)} .steps=${this.steps} .yMax=${1}
                  .format=${formatPercent} .summary=${summary}></lab-line-chart>
              </div>
            </div>`
      }
      ${this.explained ? html`<p class="explained">${this.explained}</p>` : nothing}
    </section>`;
  }

  #lines(select: (point: ComparedRun['points'][number]) => number): ChartLine[] {
    return this.runs.map(({ name, points }, i) => ({
      name,
      colour: COLOURS[i % COLOURS.length],
      style: 'line',
      points: points.map((point) => [point.step, select(point)] as const),
    }));
  }

  #emit(isStart: boolean): void {
    this.dispatchEvent(new JobEvent(this.job, isStart));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-run-comparison': RunComparison;
  }
}
