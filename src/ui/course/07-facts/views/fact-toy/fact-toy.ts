// The example of the video: dot products with three directions before and after the block.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DirectionSimilarityResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';
import { personPicker } from '../../controls.ts';
import { DIRECTIONS, PEOPLE, type ToySettings, toyNeuron } from '../../toy.ts';

const LETTERS = ['M', 'J', 'B'];

/**
 * The video's example, and the same dot products in the current model.
 *
 * @property settings - The person and the settings of the neuron.
 * @property isBefore - Hides what the block adds.
 * @property directionProducts - Cosines of the model's vector before and after an MLP.
 * @property layer - Layer of that MLP, 0-based.
 * @fires lab-choice - The visitor selects a person.
 */
@customElement('lab-fact-toy')
export class FactToy extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) settings!: ToySettings;
  @property({ type: Boolean }) isBefore = false;
  @property({ attribute: false }) directionProducts?: DirectionSimilarityResult;
  @property({ type: Number }) layer = 0;

  override render() {
    const person = PEOPLE[this.settings.person];
    const neuron = toyNeuron(person, this.settings);
    // One scale for everyone, so that half of a result is half of a bar.
    const scale = this.isBefore
      ? 1
      : Math.max(1, ...PEOPLE.map((each) => toyNeuron(each, this.settings).post));
    return html`
      <section class="card" aria-label=${msg('Example of the video')}>
        <h2>${msg('A vector E and its dot products with three directions')}</h2>
        ${personPicker(this, this.settings.person)}
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('direction')}</th>
                <th scope="col">${msg('E · direction')}</th>
                <td></td>
                ${this.#after(html`<th scope="col">${msg('after the block')}</th><td></td>`)}
              </tr>
            </thead>
            <tbody>
              ${DIRECTIONS.map(
                (name, i) => html`
                  <tr class=${this.isBefore || neuron.after[i] === person.coordinates[i] ? '' : 'marked'}>
                    <th scope="row">${LETTERS[i]}: ${name}</th>
                    <td>${formatSigned(person.coordinates[i])}</td>
                    <td class="bars">${signedBar(person.coordinates[i] / scale)}</td>
                    ${this.#after(html`<td>${formatSigned(neuron.after[i])}</td>
                      <td class="bars">${signedBar(neuron.after[i] / scale)}</td>`)}
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        <p class="explained">
          ${msg('1 means that the vector encodes the feature, 0 that it does not. The example assumes that the three directions have nothing in common and that attention has brought both names into one vector.')}
          ${this.#after(html`${msg(str`Its one neuron has the sum row · E = ${formatSigned(neuron.product)}, ${formatSigned(neuron.pre)} with its bias and ${formatSigned(neuron.post)} after the curve, and adds that much of the column “basketball”.`)} ${this.#comparison(neuron.post)}`)}
        </p>
      </section>
      ${this.directionProducts ? this.#renderModelSection(this.directionProducts) : nothing}
    `;
  }

  /** What it adds, as a share of what it adds for the full name. */
  #comparison(post: number): string | typeof nothing {
    const [full] = PEOPLE;
    const most = toyNeuron(full, this.settings).post;
    if (PEOPLE[this.settings.person] === full || most <= 0) return nothing;
    if (post === most / 2)
      return msg(str`That is half of the ${formatSigned(most)} that it adds for ${full.name}.`);
    return msg(str`For ${full.name} it adds ${formatSigned(most)}.`);
  }

  #after(part: TemplateResult): TemplateResult | typeof nothing {
    return this.isBefore ? nothing : part;
  }

  #renderModelSection({ token, directions }: DirectionSimilarityResult) {
    const answer = directions.length - 1;
    return html`
      <section class="card" aria-label=${msg('In the current model')}>
        <h2>${msg(str`In the current model: the vector at “${tokenLabel(token.text)}”, MLP ${this.layer + 1}`)}</h2>
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('direction')}</th>
                <th scope="col">${msg('cosine before the MLP')}</th>
                <td></td>
                ${this.#after(html`<th scope="col">${msg('after')}</th><td></td>`)}
              </tr>
            </thead>
            <tbody>
              ${directions.map(
                ({ text, before, after }, i) => html`
                  <tr class=${i === answer ? 'marked' : ''}>
                    <th scope="row">${tokenLabel(text)}${i === answer ? msg(', the answer') : ''}</th>
                    <td>${formatSigned(before)}</td>
                    <td class="bars">${signedBar(before)}</td>
                    ${this.#after(html`<td>${formatSigned(after)}</td><td class="bars">${signedBar(after)}</td>`)}
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        <p class="explained">
          ${msg('The directions are the embeddings of these words. A network can also encode facts in directions that belong to no word. In a trained network no value is exactly 1 or 0.')}
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-fact-toy': FactToy;
  }
}
