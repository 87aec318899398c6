// The desired changes of one layer's neurons for the neurons before, and their sums.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { DesiredChanges } from '../../../../../workers/rpc/api/lab-api.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

/**
 * A table with one row for each neuron of the layer and one column for each neuron of the next layer.
 *
 * @property desiredChanges - Desired changes for one image.
 * @property layer - The layer whose neurons should change, from 1.
 */
@customElement('lab-summed-desired-changes')
export class SummedDesiredChanges extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      th,
      td {
        padding: var(--space-2xs) var(--space-2xs);
        text-align: center;
      }

      td.cell {
        --colour: var(--positive);
        background: color-mix(in srgb, var(--colour) var(--share), transparent);
        font-size: var(--size-fine);
      }

      td.cell.negative {
        --colour: var(--negative);
        color: inherit;
      }

      td.sum,
      th.sum {
        position: sticky;
        right: 0;
        background: linear-gradient(to right, var(--line-strong) 1px, var(--surface) 1px);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) desiredChanges!: DesiredChanges;
  @property({ type: Number }) layer = 1;

  protected override render() {
    const { layers } = this.desiredChanges;
    const current = layers[this.layer - 1];
    if (!current?.fromNext || !current.activations)
      return html`<p class="card">${msg('This network does not have that layer. Select another panel, or a network with two hidden layers.')}</p>`;
    const { fromNext, activations: sums } = current;
    const [next, width] = fromNext.shape;
    const last = this.layer + 1 === layers.length;
    const most = Math.max(...fromNext.data.map(Math.abs), Number.MIN_VALUE);
    const unit = sharedExponent([...fromNext.data, ...sums.data], 3);
    const source = last ? msg('output') : msg(str`neuron of layer ${this.layer + 1}`);
    return html`<section class="card" aria-label=${msg('Sums of desired changes')}>
      <h2>${msg(str`Desired changes of layer ${this.layer} from each ${source}, and their sum${unit.label ? msg(str`, in units of ${unit.label}`) : ''}`)}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg(str`Desired changes of layer ${this.layer}`)}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('neuron')}</th>
              ${Array.from({ length: next }, (_, j) => html`<th scope="col" title=${`${last ? msg('output') : msg('neuron')} ${j}`}>${j}</th>`)}
              <th scope="col" class="sum">${msg('sum')}</th>
            </tr>
          </thead>
          <tbody>
            ${Array.from({ length: width }, (_, k) => {
              const cells = Array.from({ length: next }, (_, j) => fromNext.data[j * width + k]);
              return html`<tr>
                <th scope="row">${k}</th>
                ${cells.map(
                  (
                    wish,
                  ) => html`<td class="cell ${wish < 0 ? 'negative' : ''}" style=${styleMap({ '--share': `${Math.round((70 * Math.abs(wish)) / most)}%` })}
                    >${unit.format(wish)}</td>`,
                )}
                <td class="sum">${unit.format(sums.data[k])}</td>
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg(str`Rows are neurons of layer ${this.layer}. A column is the contribution of one ${source}: its own desired change times the weight between them, blue for increase, red for decrease. The sum over all ${next} columns is the desired change of layer ${this.layer} for this image.`)}
        ${this.layer > 1 ? msg('Then the same step repeats for the layer before. This is backpropagation.') : nothing}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-summed-desired-changes': SummedDesiredChanges;
  }
}
