// A table that counts weights and biases layer by layer.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/math/math.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { countFormula, layerCounts } from './layer-counts.ts';

/**
 * A table of weights and biases, with buttons to add layers.
 *
 * @property sizes - Neurons in each layer, inputs first.
 * @property counted - Number of layers counted; default: all.
 * @fires lab-choice - The visitor changes the number of layers counted.
 */
@customElement('lab-parameter-count')
export class ParameterCount extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .formula {
        display: flex;
        flex-wrap: wrap;
        justify-content: center;
      }

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
    const count = (to: number) => () => this.dispatchEvent(choice({ panel: 'count', layers: to }));
    return html`<section class="card" aria-label=${msg('Number of weights and biases')}>
      <h2>${msg('Every connection is a weight, and every neuron after the inputs has a bias')}</h2>
      <div class="formula">
        ${countFormula(this.sizes.slice(0, counted + 1)).map((tex) => html`<lab-math display .tex=${tex}></lab-math>`)}
      </div>
      <div class="scroll">
        <table>
          <thead>
            <tr><th scope="col">${msg('layer')}</th><th scope="col">${msg('connections')}</th><th scope="col">${msg('weights')}</th><th scope="col">${msg('biases')}</th><th scope="col">${msg('running total')}</th></tr>
          </thead>
          <tbody>
            ${counts.map(
              ({ from, to, weights, biases, runningTotal }, i) => html`<tr>
                <th scope="row">${i === layers - 1 ? msg('outputs') : msg(str`layer ${i + 1}`)}</th>
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
        <button class=${counted < layers ? 'primary' : ''} ?disabled=${counted === layers} @click=${count(counted + 1)}>${msg('Count the next layer')}</button>
        <button ?disabled=${counted === 1} @click=${count(1)}>${msg('Start over')}</button>
      </div>
      <p class="explained">
        ${
          counted < layers
            ? msg(
                str`Each of the ${formatInteger(this.sizes[1])} neurons of layer 1 has ${formatInteger(this.sizes[0])} weights, one for each pixel, and one bias.`,
              )
            : msg(
                'Learning means finding a value for each of these numbers, so that the network solves its task. Edit one yourself under “One neuron”.',
              )
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
