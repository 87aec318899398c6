// Beside the map: fits the translators of the tuned lens, and compares it with the logit lens on held-out batches.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { LensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { smallPlot } from '../../../../figures/small-plot.ts';
import { formatFixed, formatInteger } from '../../../../format/numbers.ts';
import type { TableData } from '../../../../types/table.ts';
import type { TaskState } from '../../../../types/task.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { jobStatus } from '../../../../views/status/job-status.ts';
import { weightsText } from '../../../../views/status/weights-text.ts';
import { depthPlotStyles } from '../depth-plot.styles.ts';

type TunedLens = LensResult<'tuned-lens'>;

export const tunedLensStyles = css`
  .tuned-lens {
    ${depthPlotStyles}
  }
`;

/**
 * @param task the last fit, and the one that runs
 * @param isCurrent whether it is of the weights that the map shows, and read through
 * @param step of the weights that the map shows
 * @param run starts a fit, or stops it
 */
export function tunedLensView(
  task: TaskState<unknown, TunedLens>,
  isCurrent: boolean,
  step: number,
  run: (run: 'fit' | 'stop') => void,
): TemplateResult {
  const { result: lens, progress } = task;
  return html`<div class="panel map-panel tuned-lens">
    <h2>${msg('How far from the final prediction?')}</h2>
    ${jobStatus(task, () => run('stop'))}
    ${
      !isCurrent && progress === undefined
        ? html`<div class="actions">
            <button class="primary" @click=${() => run('fit')}>
              ${lens ? msg(str`Fit again${lens.step === step ? '' : msg(str` at step ${formatInteger(step)}`)}`) : msg('Fit the tuned lens')}
            </button>
          </div>`
        : nothing
    }
    ${lens ? html`${plot(lens)} ${isCurrent ? nothing : html`<p>${msg(str`These belong to ${weightsText(lens.step, step)}.`)}</p>`}<lab-data-table .data=${() => table(lens)}></lab-data-table>` : nothing}
    <p>
      ${msg('The logit lens (nostalgebraist 2020) reads every vector as if it were the last one. The tuned lens (Belrose et al. 2023) translates it first: an affine map for each place, fitted to the final prediction by KL divergence on the model’s own data, from a least-squares map (Din et al. 2023). A map can compute what the model has not computed yet: what it reads is available there, not decided there.')}
    </p>
  </div>`;
}

function plot({ stages, positions }: TunedLens) {
  const most = Math.max(...stages.flatMap(({ plain, tuned }) => [plain, tuned]), 1e-6);
  const points = (key: 'plain' | 'tuned') =>
    stages.map((stage, i) => [i / Math.max(1, stages.length - 1), stage[key] / most] as const);
  return html`
    ${smallPlot({
      label: msg('KL divergence over depth, of the logit lens and the tuned lens'),
      levels: [
        { at: 0, name: formatFixed(0, 0) },
        { at: 1, name: formatFixed(most, 1) },
      ],
      lines: [
        { kind: 'line-0', points: points('plain') },
        { kind: 'line-2', points: points('tuned') },
      ],
      ends: [msg('embedding'), msg('last block')],
      size: { left: 34 },
    })}
    <ul class="key">
      <li>${msg(html`<i class="line-0"></i>logit lens`)}</li>
      <li>${msg(html`<i class="line-2"></i>tuned lens`)}</li>
      <li>${msg(str`KL in nats, ${formatInteger(positions)} held-out positions`)}</li>
    </ul>
  `;
}

const table = ({ stages }: TunedLens): TableData => ({
  caption: msg('KL divergence from the final prediction, in nats'),
  columns: [msg('stream'), msg('logit lens'), msg('least squares'), msg('tuned lens')],
  rows: stages.map(({ meaning, plain, leastSquares, tuned }) => ({
    name: meaning,
    cells: [plain, leastSquares, tuned].map((kl) => formatFixed(kl, 3)),
  })),
});
