// What one image wishes of the ten outputs: the right one up, all others down, each as far as it is off.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostReading, WishReading } from '../../../../../workers/lab-api.ts';
import { NeuronPickEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/bar.ts';
import { commonUnit } from '../../../../views/common-unit.ts';
import { figures } from '../../../../views/quantities.ts';

/**
 * @property cost - of one image
 * @property wishes - of the same
 * @property chosen - the output that other panels are about
 * @fires lab-neuron - another was picked
 */
@customElement('lab-output-wishes')
export class OutputWishes extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) cost!: CostReading;
  @property({ attribute: false }) wishes!: WishReading;
  @property({ type: Number }) chosen = 0;

  protected override render() {
    const { outputs, wanted, costs } = this.cost;
    const { layers } = this.wishes;
    const last = layers[layers.length - 1];
    const wished = last.activations ?? last.sums;
    const most = Math.max(...wished.data.map(Math.abs), Number.MIN_VALUE);
    const unit = commonUnit(wished.data);
    return html`<section class="card" aria-label="Wished changes of the outputs">
      <h2>What this image wishes of the ten outputs</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">output</th><th scope="col">is</th><th scope="col">wanted</th>
              <th scope="col">wished change, ${last.activations ? '−∂C/∂a' : '−∂C/∂z'}${unit.name ? `, in ${unit.name}` : ''}</th>
              <th scope="col" class="bars"><span class="visually-hidden">as a bar</span></th>
            </tr>
          </thead>
          <tbody>
            ${Array.from(
              wished.data,
              (wish, digit) => html`<tr class=${digit === this.chosen ? 'marked' : ''}>
                <th scope="row"><button class="plain" aria-pressed=${digit === this.chosen} @click=${() => this.#pick(digit)}>${digit}</button></th>
                <td>${outputs.data[digit].toFixed(3)}</td>
                <td>${wanted.data[digit]}</td>
                <td class="wish">${wish > 0 ? '↑' : '↓'} ${unit.write(wish)}</td>
                <td class="bars">${signedBar(wish / most)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="explained">
        The cost of this image is ${figures(costs.data[0])}.
        ${
          last.activations
            ? 'The cost being a square, each wish is twice the distance to what is wanted, 2 (y − a): what is far off matters most.'
            : 'With softmax and cross-entropy the wish for the sum before it is exactly the distance to what is wanted.'
        }
        Outputs cannot be set: only weights and biases can. Pick an output to see its ways.
      </p>
    </section>`;
  }

  #pick(neuron: number): void {
    this.dispatchEvent(new NeuronPickEvent({ layer: this.wishes.layers.length, neuron }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-output-wishes': OutputWishes;
  }
}
