// Mini-batches compared with the full batch: both paths on one plane, and cost by images used.

import { msg, str } from '@lit/localize';
import { css, html, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { JobEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { formatList } from '../../../format/lists.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { TaskState } from '../../../types/task.ts';
import '../../../views/charts/cost-contours/cost-contours.ts';
import '../../../views/charts/line-chart/line-chart.ts';
import { jobStatus } from '../../../views/status/job-status.ts';
import { FOLLOWED, MINI_STEPS_PER_POINT, type SgdPaths } from '../sgd-paths.ts';
import { FULL_STEPS, IMAGES, MINI_BATCH, MINI_STEPS_PER_FULL_STEP } from '../sgd-training.ts';

const BATCHES = [
  {
    kind: 'full',
    name: msg(str`all ${formatInteger(IMAGES)} images a step`),
    ...{ pathColour: 'query', lineColour: 'yellow' },
  },
  { kind: 'mini', name: msg(str`${MINI_BATCH} images a step`), ...{ pathColour: 'key', lineColour: 'teal' } },
] as const;
const [FULL, MINI] = BATCHES;

export const sgdPathsStyles = css`
  .wobble {
    width: 100%;
    max-width: 34rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);

    path {
      fill: none;
      stroke: var(--key);
      stroke-width: 2;
      stroke-linejoin: round;
      stroke-dasharray: 1;
      animation: draw 9s linear;
    }

    .full {
      stroke: var(--query);
      stroke-width: 3.5;
    }
  }

  @keyframes draw {
    from {
      stroke-dashoffset: 1;
    }

    to {
      stroke-dashoffset: 0;
    }
  }
`;

/** Two training paths and their costs, with a button to train both. */
export function sgdPaths(result: SgdPaths, task: TaskState<undefined, SgdPaths>): TemplateResult {
  return card(
    msg('Mini-batches'),
    msg(
      str`Two networks from the same random weights: one takes a step per ${formatInteger(IMAGES)} images, one per ${MINI_BATCH}`,
    ),
    html`<div class="controls">
      <button class="primary" ?disabled=${task.progress !== undefined} @click=${emit(() => new JobEvent('paths', true))}>${msg('Train both again')}</button>
    </div>
    ${jobStatus(
      task,
      emit(() => new JobEvent('paths', false)),
    )}
    ${guard([result], () => [wobble(result.biases), comparison(result)])}`,
    note(
      msg(
        str`Stochastic gradient descent shuffles the images, splits them into batches of ${MINI_BATCH} and takes one step per batch. Each step is approximate, but the same work gives ${MINI_STEPS_PER_FULL_STEP} steps instead of one. This is stochastic gradient descent.`,
      ),
    ),
  );
}

/** Both paths of two biases, as they are walked; the first step, the same for both, is left out. */
function wobble({ full, mini }: SgdPaths['biases']): TemplateResult {
  const shown = [...full.slice(1), ...mini];
  const scale = (axis: 'x' | 'y', length: number) => {
    const all = shown.map((point) => point[axis]);
    const least = Math.min(...all);
    const range = Math.max(...all) - least || 1;
    return (value: number) => 16 + ((value - least) / range) * (length - 32);
  };
  const [xAt, yAt] = [scale('x', 440), scale('y', 260)];
  const path = (walked: SgdPaths['biases']['full'], name: string) => {
    const points = walked.map(({ x, y }) => `${xAt(x).toFixed(1)} ${(260 - yAt(y)).toFixed(1)}`);
    return svg`<path class=${name} pathLength="1" d=${`M${points.join('L')}`} />`;
  };
  return html`<h2>${msg(str`Two of the weights and biases, step by step: the biases of outputs ${formatList(FOLLOWED.map(formatInteger))}`)}</h2>
    <svg class="wobble" viewBox="0 0 440 260" role="img" aria-label=${msg(str`The path with ${MINI_BATCH} images a step wavers, the path with all ${formatInteger(IMAGES)} is smooth.`)}>
      ${path(mini, 'mini')} ${path(full.slice(1), 'full')}
    </svg>
    ${note(msg(str`Teal: ${MINI.name}. Yellow: ${FULL.name}, in the same number of passes.`))}`;
}

function comparison({ grid, costs, ...paths }: SgdPaths): TemplateResult {
  const end = costs[costs.length - 1];
  const description = msg(
    str`After ${FULL_STEPS} epochs the cost is ${formatSignificant(end.full)} with the full batch, ${formatSignificant(end.mini)} with mini-batches.`,
  );
  return html`<div class="columns">
    <lab-cost-contours
      .grid=${grid} xName=${msg('direction of the mini-batch path')} yName=${msg('remaining direction of the full-batch path')} .label=${description}
      .paths=${[MINI, FULL].map(({ name, pathColour: colour, kind }) => ({ name, colour, points: paths[kind] }))}
    ></lab-cost-contours>
    <div>
      <h2>${msg('Cost by images used')}</h2>
      <lab-line-chart
        .lines=${BATCHES.map(({ name, lineColour: colour, kind }) => ({
          ...{ name, colour, style: 'line' },
          points: costs.map((cost, times) => [times * IMAGES, cost[kind]]),
        }))}
        .steps=${FULL_STEPS * IMAGES} .format=${formatSignificant} .summary=${description} unit=${msg('image')}
      ></lab-line-chart>
      <p role="status">${description}</p>
      ${note(msg(str`The plane passes through the common start and both ends. A dot marks one step of the full batch, or ${MINI_STEPS_PER_POINT} mini-batch steps.`))}
    </div>
  </div>`;
}
