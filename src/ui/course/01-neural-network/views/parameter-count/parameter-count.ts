// The weights and biases, counted layer by layer, as many layers as the visitor likes.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/math/math.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { LayerCountEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import { countFormula, layerCounts } from './layer-counts.ts';

/**
 * @property sizes - neurons a layer, inputs first
 * @property counted - layers counted so far; all if left out
 * @fires lab-layer-count - another number of layers is to be counted
 */
@customElement('lab-parameter-count')
export class ParameterCount extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .running-total {
        color: var(--highlight);
      }
    `,
  ];

  @property({ attribute: false }) sizes: readonly number[] = [];
  @property({ attribute: false }) counted?: number;

  protected override render() {
    const layers = this.sizes.length - 1;
    const counted = Math.min(this.counted ?? layers, layers);
    const counts = layerCounts(this.sizes.slice(0, counted + 1));
    const count = (to: number) => () => this.dispatchEvent(new LayerCountEvent(to));
    return html`<section class="card" aria-label="All weights and biases, counted">
      <h2>Every line is a weight, every neuron after the inputs has a bias</h2>
      <lab-math display .tex=${countFormula(this.sizes.slice(0, counted + 1))}></lab-math>
      <div class="scroll">
        <table>
          <thead>
            <tr><th scope="col">layer</th><th scope="col">lines into it</th><th scope="col">weights</th><th scope="col">biases</th><th scope="col">so far</th></tr>
          </thead>
          <tbody>
            ${counts.map(
              ({ from, to, weights, biases, runningTotal }, i) => html`<tr>
                <th scope="row">${i === layers - 1 ? 'outputs' : `layer ${i + 1}`}</th>
                <td>${formatInteger(from)} × ${formatInteger(to)}</td>
                <td>${formatInteger(weights)}</td>
                <td>${formatInteger(biases)}</td>
                <td class="running-total">${formatInteger(runningTotal)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="controls">
        <button class=${counted < layers ? 'primary' : ''} ?disabled=${counted === layers} @click=${count(counted + 1)}>Count the next layer</button>
        <button ?disabled=${counted === 1} @click=${count(1)}>Begin again</button>
      </div>
      <p class="explained">
        ${
          counted < layers
            ? `Each of the ${formatInteger(this.sizes[1])} neurons of layer 1 has ${formatInteger(this.sizes[0])} weights, a line from each pixel, and one bias.`
            : 'Learning means finding a value for each of these numbers, so that the network does its task. Turn one yourself under “One neuron”.'
        }
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-parameter-count': ParameterCount;
  }
}
