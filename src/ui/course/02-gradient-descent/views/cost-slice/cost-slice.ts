// A slice of this network's cost: a plane through its weights, evaluated point by point, with the training path.

import { msg, str } from '@lit/localize';
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
    name: msg('Through the training path'),
    x: msg('from start to end'),
    y: msg('second direction of the path'),
    explanation: msg(
      'The plane passes through the weights at the start, in the middle and at the end of this training. One unit along x is the distance from start to end.',
    ),
  },
  gradient: {
    name: msg('Steepest descent'),
    x: msg('minus the gradient'),
    y: msg('a random direction'),
    explanation: msg(
      'Along x all 13,002 parameters change in proportion to the negative gradient, along y at random. Almost every direction is flat; this one is steep. One unit is as long as the weight vector.',
    ),
  },
  random: {
    name: msg('Two random directions'),
    x: msg('random'),
    y: msg('random'),
    explanation: msg(
      'Both directions are random. Each layer’s part is scaled to the size of its weights (Li et al., 2018). The network is at the centre.',
    ),
  },
};

/**
 * A contour map and a surface of the cost on a plane, with buttons to select the plane.
 *
 * @property directions - The selected plane.
 * @property task - The slice and the state of its computation.
 * @fires lab-job - The visitor starts or stops `slice path`, `slice gradient` or `slice random`.
 */
@customElement('lab-cost-slice')
export class CostSlice extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property() directions: Directions = 'gradient';
  @property({ attribute: false }) task: TaskState<SlicePlaneRequest, CostSliceResult> = {};

  protected override render() {
    const { result, progress } = this.task;
    return html`<section class="card" aria-label=${msg('Cost landscape')}>
      <h2>${msg('Cost landscape: the network’s cost on a plane in 13,002 dimensions')}</h2>
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
    const description = msg(
      str`Cost of the network at step ${formatInteger(info.step)} on the plane: ${formatSignificant(end.cost)}.`,
    );
    const paths = [
      { name: path ? msg('training path') : msg('the network'), colour: 'query' as const, points: info.path },
    ];
    return html`<div class="columns">
      <lab-cost-contours .grid=${grid} .xName=${x} .yName=${y} .label=${description} .paths=${paths}></lab-cost-contours>
      <div>
        <lab-cost-surface .grid=${grid} .label=${description} .paths=${paths}></lab-cost-surface>
        <p role="status">${description}</p>
        <p class="explained">${msg(str`${explanation} The engine computes the cost at each point as the mean over ${formatInteger(info.images)} training images.`)}</p>
        ${
          path
            ? html`<p class="explained">${msg('The path is projected onto the plane. Most of it lies off the plane, so its cost differs from the cost of the point below it.')}</p>`
            : html`<p class="explained">${msg('There is no path yet. Train from random weights to see one.')}</p>`
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
