// The example of the video: three directions, and how much of each a vector holds before and after the block.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { bar } from '../../../../views/bar.ts';
import { signed } from '../../../../views/numbers.ts';
import { personPicker } from '../../controls.ts';
import { DIRECTIONS, PEOPLE, type ToySettings, toyNeuron } from '../../toy.ts';

const LETTERS = ['M', 'J', 'B'];

/**
 * @property settings - whose vector it is, and what the neuron is made of
 * @fires lab-toy - another person
 */
@customElement('lab-fact-toy')
export class FactToy extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) settings!: ToySettings;

  override render() {
    const person = PEOPLE[this.settings.person];
    const neuron = toyNeuron(person, this.settings);
    return html`
      <section class="card" aria-label="The example of the video">
        <h2>A vector E, and three directions it may hold</h2>
        ${personPicker(this, this.settings.person)}
        <div class="scroll" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">direction</th>
                <th scope="col">E · direction</th>
                <td></td>
                <th scope="col">after the block</th>
                <td></td>
              </tr>
            </thead>
            <tbody>
              ${DIRECTIONS.map(
                (name, i) => html`
                  <tr class=${neuron.after[i] === person.holds[i] ? '' : 'marked'}>
                    <th scope="row">${LETTERS[i]}: ${name}</th>
                    <td>${signed(person.holds[i])}</td>
                    <td class="bars">${bar(person.holds[i])}</td>
                    <td>${signed(neuron.after[i])}</td>
                    <td class="bars">${bar(neuron.after[i])}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        <p class="explained">
          1 means that the vector holds the feature, 0 that it does not. The example assumes that the three directions have
          nothing in common and that attention has brought both names into one vector. Its one neuron asks (row · E) =
          ${signed(neuron.product)}, is ${signed(neuron.pre)} with its bias and ${signed(neuron.post)} after the curve, and adds
          that much of the column “basketball”.
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
