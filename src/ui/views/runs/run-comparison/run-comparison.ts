// Networks trained side by side: their costs and how much they get right, step by step.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { JobEvent } from '../../../events.ts';
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
 * @property heading - what is compared
 * @property explained - what to see in it
 * @property work - name of the work, for its event
 * @property runs - what there is so far
 * @property steps - of each
 * @property tested - of which images the accuracy is: those learnt from, or the test's
 * @property look - the work under way
 * @fires lab-job - it is to begin, or to stop
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
    const whose = this.tested === 'test' ? 'test images' : 'images learnt from';
    const last = this.runs.map(({ name, points }) => {
      const end = points.at(-1);
      return end
        ? `${name}: cost ${formatSignificant(end.train.cost)}, ${formatPercent(end[this.tested].accuracy)} right`
        : '';
    });
    return html`<section class="card" aria-label=${this.heading}>
      <h2>${this.heading}</h2>
      <div class="controls">
        <button class="primary" ?disabled=${this.task.progress !== undefined} @click=${() => this.#emit(true)}>
          ${this.runs.length > 0 ? 'Train them again' : 'Train them side by side'}
        </button>
      </div>
      ${jobStatus(this.task, () => this.#emit(false))}
      ${
        this.runs.length === 0
          ? html`<p class="explained">Nothing has been trained yet. Your own network stays as it is: these are others, beside it.</p>`
          : html`<div class="columns">
              <div>
                <h2>Cost, mean over images learnt from</h2>
                <lab-line-chart .lines=${this.#lines(({ train }) => train.cost)} .steps=${this.steps} .format=${formatSignificant}
                  .summary=${last.join('; ')}></lab-line-chart>
              </div>
              <div>
                <h2>Right answers, of ${whose}</h2>
                <lab-line-chart .lines=${this.#lines((point) => point[this.tested].accuracy)} .steps=${this.steps} .yMax=${1}
                  .format=${formatPercent} .summary=${last.join('; ')}></lab-line-chart>
              </div>
            </div>`
      }
      ${this.explained ? html`<p class="explained">${this.explained}</p>` : nothing}
    </section>`;
  }

  #lines(of: (point: ComparedRun['points'][number]) => number): ChartLine[] {
    return this.runs.map(({ name, points }, i) => ({
      name,
      colour: COLOURS[i % COLOURS.length],
      style: 'line',
      points: points.map((point) => [point.step, of(point)] as const),
    }));
  }

  #emit(go: boolean): void {
    this.dispatchEvent(new JobEvent(this.job, go));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-run-comparison': RunComparison;
  }
}
