// Beside the map: fits the translators of the tuned lens, and compares it with the logit lens on held-out batches.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { TunedLensRunEvent } from '../../../events/index.ts';
import { formatFixed, formatInteger } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { mapPanelStyles } from '../../../styles/map-panel.styles.ts';
import type { TableData } from '../../../types/table.ts';
import type { TaskState } from '../../../types/task.ts';
import '../../charts/data-table/data-table.ts';
import { jobStatus } from '../../status/job-status.ts';
import { weightsText } from '../../status/weights-text.ts';
import { probesPanelStyles } from '../probes-panel/probes-panel.styles.ts';

type TunedLens = LensResult<'tuned-lens'>;

const SIZE = { width: 320, height: 200, left: 34, right: 8, top: 10, bottom: 28 } as const;

/**
 * @summary KL divergence of the final prediction from both lenses, by depth.
 *
 * @property lens - The last fit.
 * @property isCurrent - Whether it is of the weights that the map shows, and read through.
 * @property step - Step of the weights that the map shows.
 * @property task - The fit that runs, or why it failed.
 * @fires lab-tuned-lens-run - Fitting is started or stopped.
 */
@customElement('lab-tuned-lens-panel')
export class TunedLensPanel extends LitElement {
  static override styles = [baseStyles, mapPanelStyles, probesPanelStyles];

  @property({ attribute: false }) lens?: TunedLens;
  @property({ type: Boolean, attribute: 'is-current' }) isCurrent = false;
  @property({ type: Number }) step = 0;
  @property({ attribute: false }) task: TaskState = {};

  override render() {
    const { lens, step } = this;
    return html`
      <h2>${msg('How far from the final prediction?')}</h2>
      ${jobStatus(this.task, () => this.dispatchEvent(new TunedLensRunEvent('stop')))}
      ${
        !this.isCurrent && this.task.progress === undefined
          ? html`<div class="actions">
              <button class="primary" @click=${() => this.dispatchEvent(new TunedLensRunEvent('fit'))}>
                ${lens ? msg(str`Fit again${lens.step === step ? '' : msg(str` at step ${formatInteger(step)}`)}`) : msg('Fit the tuned lens')}
              </button>
            </div>`
          : nothing
      }
      ${lens ? html`${plot(lens)} ${this.isCurrent ? nothing : html`<p>${msg(str`These belong to ${weightsText(lens.step, step)}.`)}</p>`}<lab-data-table .data=${() => table(lens)}></lab-data-table>` : nothing}
      <p>
        ${msg('The logit lens (nostalgebraist 2020) reads every vector as if it were the last one. The tuned lens (Belrose et al. 2023) translates it first: an affine map for each place, fitted to the final prediction by KL divergence on the model’s own data, from a least-squares map (Din et al. 2023). A map can compute what the model has not computed yet: what it reads is available there, not decided there.')}
      </p>
    `;
  }
}

function plot({ stages, positions }: TunedLens) {
  const { width, height, left, right, top, bottom } = SIZE;
  const most = Math.max(...stages.flatMap(({ plain, tuned }) => [plain, tuned]), 1e-6);
  const x = (stage: number) => left + (stage / Math.max(1, stages.length - 1)) * (width - left - right);
  const y = (kl: number) => top + (1 - kl / most) * (height - top - bottom);
  const path = (key: 'plain' | 'tuned') =>
    stages.map((stage, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(stage[key])}`).join('');
  return html`
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label=${msg('KL divergence over depth, of the logit lens and the tuned lens')}>
      ${[0, most].map(
        (kl) => svg`<line class="axis" x1=${left} x2=${width - right} y1=${y(kl)} y2=${y(kl)} />
          <text x=${left - 6} y=${y(kl) + 4} text-anchor="end">${formatFixed(kl, kl === 0 ? 0 : 1)}</text>`,
      )}
      <path class="line-0" d=${path('plain')} />
      <path class="line-2" d=${path('tuned')} />
      <text x=${left} y=${height - 6}>${msg('embedding')}</text>
      <text x=${width - right} y=${height - 6} text-anchor="end">${msg('last block')}</text>
    </svg>
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

declare global {
  interface HTMLElementTagNameMap {
    'lab-tuned-lens-panel': TunedLensPanel;
  }
}
