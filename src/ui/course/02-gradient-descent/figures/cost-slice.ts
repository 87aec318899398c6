// A slice of this network's cost: a plane through its weights, evaluated point by point, with the training path.

import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { JobEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { TaskState } from '../../../types/task.ts';
import '../../../views/charts/cost-contours/cost-contours.ts';
import { jobStatus } from '../../../views/status/job-status.ts';
import {
  type CostSliceResult,
  DIRECTIONS,
  type Directions,
  type SlicePlaneRequest,
} from '../cost-slice-controller.ts';

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
 * A contour map and a surface of the cost, with buttons to select the plane.
 *
 * @param selected the plane
 */
export function costSlice(
  selected: Directions,
  task: TaskState<SlicePlaneRequest, CostSliceResult>,
): TemplateResult {
  const { result, progress } = task;
  const job = (directions: Directions, isStart: boolean) =>
    emit(() => new JobEvent(`slice ${directions}`, isStart));
  return card(
    msg('Cost landscape'),
    msg('Cost landscape: the network’s cost on a plane in 13,002 dimensions'),
    html`<div class="controls">
      ${DIRECTIONS.map(
        (
          directions,
        ) => html`<button ?disabled=${progress !== undefined} aria-pressed=${directions === selected}
          @click=${job(directions, true)}>${PLANES[directions].name}</button>`,
      )}
    </div>
    ${jobStatus(task, job(selected, false))}
    ${guard([result], () => (result ? map(result) : nothing))}`,
  );
}

function map({ request, info, grid }: CostSliceResult): TemplateResult {
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
      <p role="status">${description}</p>
      ${note(msg(str`${explanation} The engine computes the cost at each point as the mean over ${formatInteger(info.images)} training images.`))}
      ${note(
        path
          ? msg(
              'The path is projected onto the plane. Most of it lies off the plane, so its cost differs from the cost of the point below it.',
            )
          : msg('There is no path yet. Train from random weights to see one.'),
      )}
    </div>
  </div>`;
}
