// A true slice of this network's cost: a plane through its weights, computed point by point, with the path taken.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { JobEvent } from '../../../../events/index.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { TaskState } from '../../../../types/task.ts';
import '../../../../views/charts/cost-contours/cost-contours.ts';
import '../../../../views/charts/cost-surface/cost-surface.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import type { CostSliceResult, Directions, SlicePlaneRequest } from '../../cost-slice-controller.ts';

const PLANES: Readonly<Record<Directions, { name: string; x: string; y: string; explanation: string }>> = {
  path: {
    name: 'Through the path taken',
    x: 'from start to end',
    y: 'the path’s bend',
    explanation:
      'The plane lies through the weights at the start, in the middle and at the end of the training seen here. One unit along x is all the way.',
  },
  gradient: {
    name: 'Straight down',
    x: 'minus the gradient',
    y: 'a random direction',
    explanation:
      'Along x all 13,002 numbers change in proportion to minus the gradient, along y at random: almost every direction is flat, this one is steep. One unit is as long as the weights themselves.',
  },
  random: {
    name: 'Two random directions',
    x: 'random',
    y: 'random',
    explanation:
      'Both directions are random, each layer’s share as large as its weights (Li and others, 2018). The network stands in the middle.',
  },
};

/**
 * @property directions - of the plane asked for
 * @property task - the slice, and the work on it
 * @fires lab-job - `slice path`, `slice gradient` or `slice random` is to begin, or to stop
 */
@customElement('lab-cost-slice')
export class CostSlice extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property() directions: Directions = 'gradient';
  @property({ attribute: false }) task: TaskState<SlicePlaneRequest, CostSliceResult> = {};

  protected override render() {
    const { result, progress } = this.task;
    return html`<section class="card" aria-label="Your network’s landscape">
      <h2>The landscape of your own network: its cost on a plane through 13,002 dimensions</h2>
      <div class="controls">
        ${(Object.keys(PLANES) as Directions[]).map(
          (
            directions,
          ) => html`<button ?disabled=${progress !== undefined} aria-pressed=${directions === this.directions}
            @click=${() => this.#emitJob(directions, true)}>${PLANES[directions].name}</button>`,
        )}
      </div>
      ${jobStatus(this.task, () => this.#emitJob(this.directions, false))}
      ${result ? this.#map(result) : nothing}
    </section>`;
  }

  #map({ request, info, grid }: CostSliceResult) {
    const { x, y, explanation } = PLANES[request.directions];
    const end = info.path[info.path.length - 1];
    const path = info.path.length > 1;
    const description = `Cost of the network at step ${formatInteger(info.step)} on the plane: ${formatSignificant(end.cost)} where it stands.`;
    const paths = [
      { name: path ? 'the path taken' : 'the network', colour: 'query' as const, points: info.path },
    ];
    return html`<div class="columns">
      <lab-cost-contours .grid=${grid} .xName=${x} .yName=${y} .label=${description} .paths=${paths}></lab-cost-contours>
      <div>
        <lab-cost-surface .grid=${grid} .label=${description} .paths=${paths}></lab-cost-surface>
        <p role="status">${description}</p>
        <p class="explained">${explanation} The cost was computed at each point, with the images and kernels that train the network: every point is the mean over ${formatInteger(info.images)} training images.</p>
        ${
          path
            ? html`<p class="explained">The path is seen from above, at right angles to the plane: most of it lies off the plane, so its own cost is not that of the point below it.</p>`
            : html`<p class="explained">No path was taken here yet: train from random weights, and it appears.</p>`
        }
      </div>
    </div>`;
  }

  #emitJob(directions: Directions, go: boolean): void {
    this.dispatchEvent(new JobEvent(`slice ${directions}`, go));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cost-slice': CostSlice;
  }
}
