// Angles between the model's own directions, compared with random ones.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnglesResult, ModelAnglesResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatInteger } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { LensTaskState } from '../../../../types/task.ts';
import { lensJobStatus } from '../../controls.ts';
import { QueryEvent } from '../../events.ts';

const KINDS: Record<ModelAnglesResult['kinds'][number]['of'], string> = {
  embeddings: msg('token embeddings'),
  'neuron inputs': msg('neuron inputs (rows of W↑)'),
  'neuron outputs': msg('neuron outputs (columns of W↓)'),
};

/**
 * A table of angles by kind of direction.
 *
 * @property layer - Layer of the neurons, 0-based.
 * @property tokens - Number of tokens in the vocabulary.
 * @property step - Current step of the model.
 * @property task - The measurement.
 * @fires lab-query - The visitor starts or stops the measurement.
 */
@customElement('lab-model-angles')
export class ModelAngles extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ type: Number }) layer = 0;
  @property({ type: Number }) tokens = 0;
  @property({ type: Number }) step = 0;
  @property({ attribute: false }) task: LensTaskState<'model-angles'> = {};

  override render() {
    const { result, progress } = this.task;
    const requestAngles = () => this.dispatchEvent(new QueryEvent('model-angles', { layer: this.layer }));
    const isStale = result && (result.step !== this.step || result.layer !== this.layer);
    return html`
      <section class="card" aria-label=${msg('In the current model')}>
        <h2>${msg('In the current model')}</h2>
        ${lensJobStatus(this, 'model-angles', this.task)} ${result ? this.#renderResult(result) : nothing}
        ${
          isStale || this.task.error
            ? html`<div class="controls">
              <button ?disabled=${progress !== undefined} @click=${requestAngles}>${msg('Measure again')}</button>
            </div>`
            : nothing
        }
      </section>
    `;
  }

  #renderResult({ kinds, layer, step }: ModelAnglesResult) {
    const neurons = kinds[kinds.length - 1].own.N;
    return html`
      <p>
        ${msg(str`This model’s vectors have ${formatInteger(kinds[0].own.d)} numbers: as many directions can be perpendicular. It has ${formatInteger(this.tokens)} tokens and, in MLP ${layer + 1} alone, ${formatInteger(neurons)} neurons (step ${formatInteger(step)}).`)}
      </p>
      <div class="scroll" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('directions')}</th>
              <th scope="col">${msg('how many')}</th>
              <th scope="col">${msg('spread around 90°')}</th>
              <th scope="col">${msg('nearest pair')}</th>
              <th scope="col">${msg('farthest pair')}</th>
            </tr>
          </thead>
          <tbody>
            ${kinds.map(({ of, own, random }) => [row(KINDS[of], own, ''), row(msg('the same number at random'), random, 'data')])}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg(str`There are more directions than dimensions, so they cannot all be perpendicular: some pair must deviate by at least ${formatFixed(kinds[0].own.bound, 1)}°. A larger spread than for random directions means that training has moved some directions closer together or further apart.`)}
      </p>
    `;
  }
}

const row = (name: string, { N, deviation, least, most }: AnglesResult, kind: string) => html`
  <tr>
    <th scope="row" class=${kind}>${name}</th>
    <td class=${kind}>${formatInteger(N)}</td>
    ${[deviation, least, most].map((angle) => html`<td class=${kind}>${formatFixed(angle, 1)}°</td>`)}
  </tr>
`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-model-angles': ModelAngles;
  }
}
