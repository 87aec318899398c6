// Small batches against all data: their paths on one landscape, and their costs by the images they have seen.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LookState } from '../../../../controllers/long-look.ts';
import { WorkEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/descent-map/descent-map.ts';
import '../../../../views/line-chart/line-chart.ts';
import type { ChartLine } from '../../../../views/line-chart/chart-data.ts';
import { whole } from '../../../../views/numbers.ts';
import { figures } from '../../../../views/quantities.ts';
import { workStatus } from '../../../../views/work-status.ts';
import { FULL_STEPS, IMAGES, MINI_BATCH, STEPS_A_PLACE, STEPS_A_STEP, type TwoPaths } from '../../paths.ts';

const FULL = `all ${whole(IMAGES)} images a step`;
const MINI = `${MINI_BATCH} images a step`;

/**
 * @property look - the two paths, and the work on them
 * @fires lab-work - `paths` is to begin, or to stop
 */
@customElement('lab-two-paths')
export class TwoPathsView extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) look: LookState<undefined, TwoPaths> = {};

  protected override render() {
    const { answer, progress } = this.look;
    return html`<section class="card" aria-label="Mini-batches">
      <h2>Two networks from the same random weights: one steps after all ${whole(IMAGES)} images, one after every ${MINI_BATCH}</h2>
      <div class="controls">
        <button class="primary" ?disabled=${progress !== undefined} @click=${() => this.#tell(true)}>${answer ? 'Train them again' : 'Train them side by side'}</button>
      </div>
      ${workStatus(this.look, () => this.#tell(false))}
      ${
        answer
          ? this.#compared(answer)
          : html`<p class="explained">Nothing has been trained yet. Both will see the same ${whole(IMAGES)} images ${FULL_STEPS} times; your own network stays as it is.</p>`
      }
      <p class="explained">
        All images shuffled, cut into batches of ${MINI_BATCH}, one step a batch: each step is only roughly right, and yet for the same work there are ${STEPS_A_STEP} steps instead of one.
        This is stochastic gradient descent.
      </p>
    </section>`;
  }

  #compared({ grid, full, mini, costs }: TwoPaths) {
    const end = costs[costs.length - 1];
    const words = `After ${FULL_STEPS} times through the images the cost is ${figures(end.full)} with the full batch, ${figures(end.mini)} with mini-batches.`;
    const line = (
      name: string,
      colour: 'yellow' | 'teal',
      of: (cost: TwoPaths['costs'][number]) => number,
    ): ChartLine => ({
      name,
      colour,
      style: 'line',
      points: costs.map((cost, times) => [times * IMAGES, of(cost)] as const),
    });
    return html`<div class="columns">
      <lab-descent-map
        .grid=${grid} xName="where mini-batches went" yName="where the full batch went besides" .label=${words}
        .paths=${[
          { name: MINI, colour: 'key' as const, points: mini },
          { name: FULL, colour: 'query' as const, points: full },
        ]}
      ></lab-descent-map>
      <div>
        <h2>Cost by images seen</h2>
        <lab-line-chart
          .lines=${[line(FULL, 'yellow', ({ full }) => full), line(MINI, 'teal', ({ mini }) => mini)]}
          .steps=${FULL_STEPS * IMAGES} .format=${figures} .summary=${words} unit="image"
        ></lab-line-chart>
        <p role="status">${words}</p>
        <p class="explained">
          The plane goes through the common start and both ends. A dot is one step of the full batch, or ${STEPS_A_PLACE} of the small ones.
        </p>
      </div>
    </div>`;
  }

  #tell(go: boolean): void {
    this.dispatchEvent(new WorkEvent('paths', go));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-two-paths': TwoPathsView;
  }
}
