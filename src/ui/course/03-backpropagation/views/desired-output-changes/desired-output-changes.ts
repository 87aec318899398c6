// What one image wishes of the ten outputs: the right one up, all others down, each as far as it is off.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, DesiredChanges } from '../../../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../../../events/index.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';

/**
 * @property cost - of one image
 * @property desiredChanges - of the same
 * @property chosen - the output that other panels are about
 * @fires lab-neuron - another was picked
 */
@customElement('lab-desired-output-changes')
export class DesiredOutputChanges extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) cost!: CostBreakdown;
  @property({ attribute: false }) desiredChanges!: DesiredChanges;
  @property({ type: Number }) chosen = 0;

  protected override render() {
    const { outputs, targets, costs } = this.cost;
    const { layers } = this.desiredChanges;
    const last = layers[layers.length - 1];
    const changes = last.activations ?? last.weightedSums;
    const most = Math.max(...changes.data.map(Math.abs), Number.MIN_VALUE);
    const unit = sharedExponent(changes.data);
    return html`<section class="card" aria-label="Wished changes of the outputs">
      <h2>What this image wishes of the ten outputs</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">output</th><th scope="col">is</th><th scope="col">wanted</th>
              <th scope="col">wished change, ${last.activations ? '−∂C/∂a' : '−∂C/∂z'}${unit.label ? `, in ${unit.label}` : ''}</th>
              <th scope="col" class="bars"><span class="visually-hidden">as a bar</span></th>
            </tr>
          </thead>
          <tbody>
            ${Array.from(
              changes.data,
              (wish, digit) => html`<tr class=${digit === this.chosen ? 'marked' : ''}>
                <th scope="row"><button class="plain" aria-pressed=${digit === this.chosen} @click=${() => this.#selectOutput(digit)}>${digit}</button></th>
                <td>${outputs.data[digit].toFixed(3)}</td>
                <td>${targets.data[digit]}</td>
                <td class="wish">${wish > 0 ? '↑' : '↓'} ${unit.format(wish)}</td>
                <td class="bars">${signedBar(wish / most)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="explained">
        The cost of this image is ${formatSignificant(costs.data[0])}.
        ${
          last.activations
            ? 'The cost being a square, each wish is twice the distance to what is wanted, 2 (y − a): what is far off matters most.'
            : 'With softmax and cross-entropy the wish for the sum before it is exactly the distance to what is wanted.'
        }
        Outputs cannot be set: only weights and biases can. Pick an output to see its ways.
      </p>
    </section>`;
  }

  #selectOutput(neuron: number): void {
    this.dispatchEvent(new NeuronPickEvent({ layer: this.desiredChanges.layers.length, neuron }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-desired-output-changes': DesiredOutputChanges;
  }
}
