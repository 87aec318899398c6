// Mini-batches compared with the full batch: both paths on one plane, and cost by images used.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { JobEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { TaskState } from '../../../../types/task.ts';
import '../../../../views/charts/cost-contours/cost-contours.ts';
import '../../../../views/charts/line-chart/line-chart.ts';
import { formatList } from '../../../../format/lists.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import type { ChartLine } from '../../../../views/charts/line-chart/chart-data.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import { FOLLOWED, MINI_STEPS_PER_POINT, type SgdPaths } from '../../sgd-paths.ts';
import { FULL_STEPS, IMAGES, MINI_BATCH, MINI_STEPS_PER_FULL_STEP } from '../../sgd-training.ts';

const FULL_LABEL = msg(str`all ${formatInteger(IMAGES)} images a step`);
const MINI_LABEL = msg(str`${MINI_BATCH} images a step`);

/**
 * Two training paths and their costs, with a button to train both.
 *
 * @property task - The two paths and the state of their computation.
 * @fires lab-job - The visitor starts or stops `paths`.
 */
@customElement('lab-sgd-paths')
export class SgdPathsView extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .wobble {
        width: 100%;
        max-width: 34rem;
        border: 1px solid var(--line);
        border-radius: var(--radius-small);
      }

      .wobble path {
        fill: none;
        stroke: var(--key);
        stroke-width: 2;
        stroke-linejoin: round;
        stroke-dasharray: 1;
        animation: draw 9s linear;
      }

      .wobble .full {
        stroke: var(--query);
        stroke-width: 3.5;
      }

      @keyframes draw {
        from {
          stroke-dashoffset: 1;
        }

        to {
          stroke-dashoffset: 0;
        }
      }

      @media (prefers-reduced-motion: reduce) {
        .wobble path {
          animation: none;
        }
      }
    `,
  ];

  @property({ attribute: false }) task: TaskState<undefined, SgdPaths> = {};

  protected override render() {
    const { result, progress } = this.task;
    return html`<section class="card" aria-label=${msg('Mini-batches')}>
      <h2>${msg(str`Two networks from the same random weights: one takes a step per ${formatInteger(IMAGES)} images, one per ${MINI_BATCH}`)}</h2>
      <div class="controls">
        <button class="primary" ?disabled=${progress !== undefined} @click=${() => this.#emitJob(true)}>${result ? msg('Train both again') : msg('Train both')}</button>
      </div>
      ${jobStatus(this.task, () => this.#emitJob(false))}
      ${
        result
          ? this.#renderComparison(result)
          : html`<p class="explained">${msg(str`Not trained yet. Both networks use the same ${formatInteger(IMAGES)} images for ${FULL_STEPS} epochs. Your own network does not change.`)}</p>`
      }
      <p class="explained">
        ${msg(str`Stochastic gradient descent shuffles the images, splits them into batches of ${MINI_BATCH} and takes one step per batch. Each step is approximate, but the same work gives ${MINI_STEPS_PER_FULL_STEP} steps instead of one. This is stochastic gradient descent.`)}
      </p>
    </section>`;
  }

  /** Both paths of two biases, as they are walked; the first step, the same for both, is left out. */
  #renderWobble({ full, mini }: SgdPaths['biases']) {
    const points = [...full.slice(1), ...mini];
    const [xs, ys] = (['x', 'y'] as const).map((axis) => points.map((point) => point[axis]));
    const scaled = (value: number, all: readonly number[], length: number) =>
      16 + ((value - Math.min(...all)) / (Math.max(...all) - Math.min(...all) || 1)) * (length - 32);
    const path = (walked: SgdPaths['biases']['full'], name: string) =>
      svg`<path class=${name} pathLength="1" d=${walked
        .map(
          ({ x, y }, i) =>
            `${i === 0 ? 'M' : 'L'}${scaled(x, xs, 440).toFixed(1)} ${(260 - scaled(y, ys, 260)).toFixed(1)}`,
        )
        .join('')} />`;
    return html`<h2>${msg(str`Two of the weights and biases, step by step: the biases of outputs ${formatList(FOLLOWED.map(formatInteger))}`)}</h2>
      <svg class="wobble" viewBox="0 0 440 260" role="img" aria-label=${msg(str`The path with ${MINI_BATCH} images a step wavers, the path with all ${formatInteger(IMAGES)} is smooth.`)}>
        ${path(mini, 'mini')} ${path(full.slice(1), 'full')}
      </svg>
      <p class="explained">${msg(str`Teal: ${MINI_LABEL}. Yellow: ${FULL_LABEL}, in the same number of passes.`)}</p>`;
  }

  #renderComparison({ grid, full, mini, biases, costs }: SgdPaths) {
    const end = costs[costs.length - 1];
    const description = msg(
      str`After ${FULL_STEPS} epochs the cost is ${formatSignificant(end.full)} with the full batch, ${formatSignificant(end.mini)} with mini-batches.`,
    );
    const line = (
      name: string,
      colour: 'yellow' | 'teal',
      of: (cost: SgdPaths['costs'][number]) => number,
    ): ChartLine => ({
      name,
      colour,
      style: 'line',
      points: costs.map((cost, times) => [times * IMAGES, of(cost)] as const),
    });
    return html`${this.#renderWobble(biases)}<div class="columns">
      <lab-cost-contours
        .grid=${grid} xName=${msg('direction of the mini-batch path')} yName=${msg('remaining direction of the full-batch path')} .label=${description}
        .paths=${[
          { name: MINI_LABEL, colour: 'key' as const, points: mini },
          { name: FULL_LABEL, colour: 'query' as const, points: full },
        ]}
      ></lab-cost-contours>
      <div>
        <h2>${msg('Cost by images used')}</h2>
        <lab-line-chart
          .lines=${[line(FULL_LABEL, 'yellow', ({ full }) => full), line(MINI_LABEL, 'teal', ({ mini }) => mini)]}
          .steps=${FULL_STEPS * IMAGES} .format=${formatSignificant} .summary=${description} unit=${msg('image')}
        ></lab-line-chart>
        <p role="status">${description}</p>
        <p class="explained">
          ${msg(str`The plane passes through the common start and both ends. A dot marks one step of the full batch, or ${MINI_STEPS_PER_POINT} mini-batch steps.`)}
        </p>
      </div>
    </div>`;
  }

  #emitJob(go: boolean): void {
    this.dispatchEvent(new JobEvent('paths', go));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-sgd-paths': SgdPathsView;
  }
}
