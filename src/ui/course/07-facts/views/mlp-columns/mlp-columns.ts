// The output of an MLP as a sum of columns, with their contributions to the answer's logit.

import { msg, str } from '@lit/localize';
import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttributionResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';
import { neuronChoice } from '../../choices.ts';

const MAX_NEURONS = 8;

/**
 * A table of columns by contribution.
 *
 * @property attribution - Contributions to the logit at the last token.
 * @property post - Activations of the MLP's neurons there.
 * @property layer - Layer of the MLP, 0-based.
 * @property neuron - The selected neuron, which the map highlights too; 0-based.
 * @fires lab-choice - The visitor selects a neuron.
 */
@customElement('lab-mlp-columns')
export class MlpColumns extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) attribution!: AttributionResult;
  @property({ attribute: false }) post = new Float32Array();
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) neuron?: number;

  override render() {
    const { answer, neurons, mlps, mlpBias, total, tokens, position } = this.attribution;
    const added = neurons[this.layer];
    const order = [...added.keys()]
      .sort((a, b) => Math.abs(added[b]) - Math.abs(added[a]))
      .slice(0, MAX_NEURONS);
    const rest = mlps[this.layer] - order.reduce((sum, n) => sum + added[n], 0);
    const bars = [...order.map((n) => added[n]), rest, mlpBias[this.layer]];
    const largest = Math.max(...bars.map(Math.abs), 1e-9);
    return html`
      <section class="card" aria-label=${msg('Contributions of columns')}>
        <h2>
          ${msg(str`What the columns of MLP ${this.layer + 1} add to “${tokenLabel(answer.text)}” after “${tokenLabel(tokens[position].text)}”`)}
        </h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('column')}</th>
                <th scope="col">${msg('activation')}</th>
                <th scope="col">${msg('contribution to the logit')}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${order.map((neuron) =>
                row(this.#neuron(neuron), added[neuron], {
                  active: this.post[neuron],
                  share: added[neuron] / largest,
                  isMarked: neuron === this.neuron,
                }),
              )}
              ${row(msg(str`${formatInteger(added.length - order.length)} others`), rest, { share: rest / largest })}
              ${row(msg('bias B↓, always added'), mlpBias[this.layer], { share: mlpBias[this.layer] / largest })}
            </tbody>
            <tfoot>
              ${row(msg('this MLP'), mlps[this.layer] + mlpBias[this.layer])} ${row(msg('the whole network'), total)}
            </tfoot>
          </table>
        </div>
        <p class="explained">
          ${msg('A column is a direction that its neuron adds to the vector, multiplied by its activation. The contribution is its effect on the answer’s logit through the unembedding, with the scale of the final norm held constant. In the video one column is basketball; a trained network combines many columns.')}
        </p>
      </section>
    `;
  }

  #neuron(neuron: number): TemplateResult {
    const show = () => this.dispatchEvent(neuronChoice(neuron));
    return html`<button class="plain" @click=${show}>${msg(str`neuron ${neuron + 1}`)}</button>`;
  }
}

/** A component's contribution to the logit; `share` is relative to the largest. */
function row(
  name: string | TemplateResult,
  contribution: number,
  { active, share, isMarked }: { active?: number; share?: number; isMarked?: boolean } = {},
): TemplateResult {
  return html`<tr class=${isMarked ? 'marked' : ''}>
    <th scope="row">${name}</th>
    <td>${active === undefined ? '' : formatSigned(active)}</td>
    <td>${formatSigned(contribution)}</td>
    <td class=${share === undefined ? '' : 'bars'}>${share === undefined ? '' : signedBar(share)}</td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-mlp-columns': MlpColumns;
  }
}
