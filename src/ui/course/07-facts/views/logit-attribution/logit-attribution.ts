// Direct logit attribution: the contributions of heads, MLPs, embeddings and biases to the answer's logit.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttributionResult, TokenProbability } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';
import { choice, neuronChoice } from '../../choices.ts';
import { type LogitComponent, logitComponents, topNeurons } from './logit-components.ts';

const NEURON_COUNT = 8;

/**
 * Tables of contributions by component and by neuron.
 *
 * @property attribution - Contributions to the logit at the selected token.
 * @property next - Predictions after the prompt, as choices of contrast tokens.
 * @property contrast - The contrast token.
 * @fires lab-choice - The visitor selects a contrast token or a neuron.
 * @fires lab-focus - The visitor selects a neuron's layer.
 */
@customElement('lab-logit-attribution')
export class LogitAttribution extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) attribution!: AttributionResult;
  @property({ attribute: false }) next: readonly TokenProbability[] = [];
  @property() contrast = '';

  override render() {
    const { answer, contrast, tokens, position, total } = this.attribution;
    const parts = logitComponents(this.attribution);
    const largest = Math.max(...parts.map(({ contribution }) => Math.abs(contribution)), 1e-9);
    const what = contrast
      ? msg(str`“${tokenLabel(answer.text)}” rather than “${tokenLabel(contrast.text)}”`)
      : `“${tokenLabel(answer.text)}”`;
    return html`
      <section class="card" aria-label=${msg('Logit attribution')}>
        <h2>${msg(str`Contributions to ${what} after “${tokenLabel(tokens[position].text)}”`)}</h2>
        ${this.#renderContrastPicker()}
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('component')}</th>
                <th scope="col">${contrast ? msg('contribution to the difference') : msg('contribution to the logit')}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${parts.map((part) => row(part, largest))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">${msg('sum of all components')}</th>
                <td>${formatSigned(parts.reduce((sum, { contribution }) => sum + contribution, 0))}</td>
                <td></td>
              </tr>
              <tr>
                <th scope="row">${msg('computed by the network')}</th>
                <td>${formatSigned(total)}</td>
                <td></td>
              </tr>
            </tfoot>
          </table>
        </div>
        <p class="explained">
          ${msg('A logit is the score of a word before softmax. The outputs of all heads and neurons are added to one vector, so the logit is a sum of their contributions. The scale of the final norm is held constant. Indirect effects of a head through later MLPs count for those MLPs (direct logit attribution; Elhage et al., 2021).')}
        </p>
      </section>
      ${this.#neurons()}
    `;
  }

  #renderContrastPicker() {
    const { answer } = this.attribution;
    const pick = (event: Event) =>
      this.dispatchEvent(choice({ rival: (event.target as HTMLSelectElement).value || undefined }));
    return html`
      <div class="controls">
        <label>
          ${msg('compared with')}
          <select @change=${pick}>
            <option value="" .selected=${this.contrast === ''}>${msg('nothing: the logit itself')}</option>
            ${this.next
              .filter(({ id }) => id !== answer.id)
              .map(
                ({ text }) =>
                  html`<option value=${text} .selected=${text === this.contrast}>${tokenLabel(text)}</option>`,
              )}
          </select>
        </label>
      </div>
    `;
  }

  #neurons() {
    const strongest = topNeurons(this.attribution, NEURON_COUNT);
    if (strongest.length === 0) return nothing;
    const largest = Math.max(...strongest.map(({ contribution }) => Math.abs(contribution)), 1e-9);
    return html`
      <section class="card" aria-label=${msg('Neurons with the largest contributions')}>
        <h2>${msg('Neurons with the largest contributions')}</h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('neuron')}</th>
                <th scope="col">${msg('contribution')}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${strongest.map(({ layer, neuron, contribution }) => {
                const show = () => {
                  this.dispatchEvent(new FocusChangeEvent({ layer }));
                  this.dispatchEvent(neuronChoice(neuron));
                };
                return html`
                  <tr>
                    <th scope="row"><button class="plain" @click=${show}>${msg(str`MLP ${layer + 1}, neuron ${neuron + 1}`)}</button></th>
                    <td>${formatSigned(contribution)}</td>
                    <td class="bars">${signedBar(contribution / largest)}</td>
                  </tr>
                `;
              })}
            </tbody>
          </table>
        </div>
      </section>
    `;
  }
}

const row = ({ name, kind, contribution }: LogitComponent, largest: number) => html`
  <tr class=${kind}>
    <th scope="row">${name}</th>
    <td>${formatSigned(contribution)}</td>
    <td class="bars">${signedBar(contribution / largest)}</td>
  </tr>
`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-logit-attribution': LogitAttribution;
  }
}
