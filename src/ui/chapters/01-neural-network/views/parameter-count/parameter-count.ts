// The weights and biases, counted layer by layer.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/math/math.ts';
import { whole } from '../../../../views/numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { countFormula, layerCounts } from './count.ts';

/** @property sizes - neurons a layer, inputs first */
@customElement('lab-parameter-count')
export class ParameterCount extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) sizes: readonly number[] = [];

  protected override render() {
    const counts = layerCounts(this.sizes);
    const sum = (key: 'weights' | 'biases') => counts.reduce((total, each) => total + each[key], 0);
    return html`<section class="card" aria-label="All weights and biases, counted">
      <h2>Every line is a weight, every neuron after the inputs has a bias</h2>
      <lab-math display .tex=${countFormula(this.sizes)}></lab-math>
      <div class="scroll">
        <table>
          <thead>
            <tr><th scope="col">layer</th><th scope="col">lines into it</th><th scope="col">weights</th><th scope="col">biases</th><th scope="col">together</th></tr>
          </thead>
          <tbody>
            ${counts.map(
              ({ from, to, weights, biases }, i) => html`<tr>
                <th scope="row">${i === counts.length - 1 ? 'outputs' : `layer ${i + 1}`}</th>
                <td>${whole(from)} × ${whole(to)}</td>
                <td>${whole(weights)}</td>
                <td>${whole(biases)}</td>
                <td>${whole(weights + biases)}</td>
              </tr>`,
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">all</th><td></td><td>${whole(sum('weights'))}</td><td>${whole(sum('biases'))}</td
              ><td>${whole(sum('weights') + sum('biases'))}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      <p class="explained">
        Learning means finding a value for each of these numbers, so that the network does its task. Turn one yourself
        under “One neuron”.
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-parameter-count': ParameterCount;
  }
}
