// When something appears: a lens on every checkpoint of the training, as lines over its steps.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { AlongRunEvent } from '../../../events/index.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import type { TaskState } from '../../../types/task.ts';
import type { ChartLine } from '../../charts/line-chart/chart-data.ts';
import '../../charts/line-chart/line-chart.ts';
import { jobStatus } from '../../status/job-status.ts';

export interface AlongChart {
  readonly summary: string;
  readonly lines: readonly ChartLine[];
  /** By default the ends follow the lines. */
  readonly yMin?: number;
  readonly yMax?: number;
  readonly format: (value: number) => string;
}

/**
 * @summary Lines over the checkpoints of a training, and a button that computes them.
 *
 * @property heading - The question.
 * @property charts - Of the result; empty before there is one.
 * @property step - Of the weights that train now: where the lines end if nothing is missing.
 * @property checkpoints - Steps of the run's checkpoints.
 * @property task - The computation.
 * @slot - What the lines show, and what they do not.
 * @fires lab-along-run - The computation is started or stopped.
 */
@customElement('lab-along-checkpoints')
export class AlongCheckpoints extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-s);
      }

      .controls {
        display: flex;
        align-items: end;
        gap: var(--space-s);
        font-size: var(--size-small);
      }

      .controls .grow {
        display: grid;
        flex: 1;
      }

      progress {
        width: 100%;
        accent-color: var(--accent);
      }

      p {
        color: var(--muted);
        font-size: var(--size-small);
      }
    `,
  ];

  @property() heading = msg('When does it appear?');
  @property({ attribute: false }) charts: readonly AlongChart[] = [];
  @property({ type: Number }) step = 0;
  @property({ attribute: false }) checkpoints: readonly number[] = [];
  @property({ attribute: false }) task: TaskState = {};

  protected override render() {
    const end = this.charts[0]?.lines[0]?.points.at(-1)?.[0];
    return html`
      <h2>${this.heading}</h2>
      ${this.task.progress || end === this.step ? nothing : this.#button(end !== undefined)}
      ${jobStatus(this.task, () => this.dispatchEvent(new AlongRunEvent('stop')))}
      ${this.charts.map(
        ({ summary, lines, yMin = 0, yMax, format }) => html`<lab-line-chart
          .lines=${lines}
          .steps=${end ?? 1}
          .yMin=${yMin}
          .yMax=${yMax}
          .height=${200}
          .format=${format}
          summary=${msg(str`${summary} by training step, up to step ${formatInteger(end ?? 0)}`)}
        ></lab-line-chart>`,
      )}
      <p><slot></slot></p>
    `;
  }

  #button(isAgain: boolean) {
    const count = this.checkpoints.filter((step) => step < this.step).length;
    if (count < 2)
      return html`<p>${msg('There are no checkpoints yet: training writes one at each evaluation.')}</p>`;
    return html`<div>
      <button @click=${() => this.dispatchEvent(new AlongRunEvent('compute'))}>
        ${msg(str`${isAgain ? msg('Compute again:') : msg('Compute')} ${formatInteger(count + 1)} steps`)}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-along-checkpoints': AlongCheckpoints;
  }
}
