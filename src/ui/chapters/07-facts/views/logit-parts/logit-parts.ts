// Direct attribution: the answer's logit taken apart into what every head, MLP, embedding and bias added to it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AttributionReading, TokenProbability } from '../../../../../workers/lab-api.ts';
import { FocusChangeEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/bar.ts';
import { signed } from '../../../../views/numbers.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { PickEvent } from '../../events.ts';
import { type LogitPart, partsOf, strongestNeurons } from './parts-of.ts';

const NEURONS = 8;

/**
 * @property attribution - the logit taken apart at the token looked at
 * @property next - what the model says after the prompt, for rivals to choose from
 * @property rival - the word it is compared with
 * @fires lab-pick - another rival, or a neuron to look at
 * @fires lab-focus - that neuron's layer
 */
@customElement('lab-logit-parts')
export class LogitParts extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) attribution!: AttributionReading;
  @property({ attribute: false }) next: readonly TokenProbability[] = [];
  @property() rival = '';

  override render() {
    const { answer, rival, tokens, position, total } = this.attribution;
    const parts = partsOf(this.attribution);
    const largest = Math.max(...parts.map(({ adds }) => Math.abs(adds)), 1e-9);
    const what = rival
      ? `“${tokenLabel(answer.text)}” rather than “${tokenLabel(rival.text)}”`
      : `“${tokenLabel(answer.text)}”`;
    return html`
      <section class="card" aria-label="What makes it say so">
        <h2>What makes it say ${what} after “${tokenLabel(tokens[position].text)}”</h2>
        ${this.#rivals()}
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">part of the network</th>
                <th scope="col">${rival ? 'adds to the difference' : 'adds to the logit'}</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${parts.map((part) => row(part, largest))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row">all parts together</th>
                <td>${signed(parts.reduce((sum, { adds }) => sum + adds, 0))}</td>
                <td></td>
              </tr>
              <tr>
                <th scope="row">as the network computed it</th>
                <td>${signed(total)}</td>
                <td></td>
              </tr>
            </tfoot>
          </table>
        </div>
        <p class="explained">
          A logit is a word’s score before softmax makes probabilities of the scores: the higher, the likelier. All that heads and
          neurons write is added up in one vector, so the score is a sum too, and each part’s share can be read off. Only the
          last layer norm, which divides that vector by its length, is taken as it was. A head may also work through others: what it
          hands to a later MLP counts there (direct attribution; Elhage and others, 2021).
        </p>
      </section>
      ${this.#neurons()}
    `;
  }

  #rivals() {
    const { answer } = this.attribution;
    const pick = (event: Event) =>
      this.dispatchEvent(new PickEvent({ rival: (event.target as HTMLSelectElement).value }));
    return html`
      <div class="controls">
        <label>
          compared with
          <select @change=${pick}>
            <option value="" .selected=${this.rival === ''}>nothing: the score itself</option>
            ${this.next
              .filter(({ id }) => id !== answer.id)
              .map(
                ({ text }) =>
                  html`<option value=${text} .selected=${text === this.rival}>${tokenLabel(text)}</option>`,
              )}
          </select>
        </label>
      </div>
    `;
  }

  #neurons() {
    const strongest = strongestNeurons(this.attribution, NEURONS);
    if (strongest.length === 0) return nothing;
    const largest = Math.max(...strongest.map(({ adds }) => Math.abs(adds)), 1e-9);
    return html`
      <section class="card" aria-label="The strongest neurons">
        <h2>The neurons behind it</h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">of all MLPs, the strongest</th>
                <th scope="col">adds</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${strongest.map(({ layer, neuron, adds }) => {
                const show = () => {
                  this.dispatchEvent(new FocusChangeEvent({ layer }));
                  this.dispatchEvent(new PickEvent({ neuron }));
                };
                return html`
                  <tr>
                    <th scope="row"><button class="plain" @click=${show}>MLP ${layer + 1}, neuron ${neuron + 1}</button></th>
                    <td>${signed(adds)}</td>
                    <td class="bars">${signedBar(adds / largest)}</td>
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

const row = ({ name, kind, adds }: LogitPart, largest: number) => html`
  <tr class=${kind}>
    <th scope="row">${name}</th>
    <td>${signed(adds)}</td>
    <td class="bars">${signedBar(adds / largest)}</td>
  </tr>
`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-logit-parts': LogitParts;
  }
}
