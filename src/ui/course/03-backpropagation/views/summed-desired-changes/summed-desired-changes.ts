// What every neuron of a layer wishes of each neuron before it, and the sums of these wishes.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { DesiredChanges } from '../../../../../workers/rpc/api/lab-api.ts';
import { sharedExponent } from '../../../../format/shared-exponent.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

/**
 * @property desiredChanges - of one image
 * @property layer - whose neurons are wished to change, from 1
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
      return html`<p class="card">This network has no such layer: choose another panel, or a network with two hidden layers.</p>`;
    const { fromNext, activations: sums } = current;
    const [next, width] = fromNext.shape;
    const last = this.layer + 1 === layers.length;
    const most = Math.max(...fromNext.data.map(Math.abs), Number.MIN_VALUE);
    const unit = sharedExponent([...fromNext.data, ...sums.data], 3);
    const source = last ? 'output' : `neuron of layer ${this.layer + 1}`;
    return html`<section class="card" aria-label="Wishes added up">
      <h2>What each ${source} wishes of layer ${this.layer}, and all of it added up${unit.label ? `, in units of ${unit.label}` : ''}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Wishes for layer ${this.layer}">
        <table>
          <thead>
            <tr>
              <th scope="col">neuron</th>
              ${Array.from({ length: next }, (_, j) => html`<th scope="col" title=${`${last ? 'output' : 'neuron'} ${j}`}>${j}</th>`)}
              <th scope="col" class="sum">sum</th>
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
        A row is a neuron of layer ${this.layer}, a column what one ${source} would like it to do: its own wished change times the weight between
        them, blue up, red down. The ${next} wishes are added, and the sum is what layer ${this.layer} as a whole should do about this image.
        ${this.layer > 1 ? 'Then the same begins anew with the layer before: that is going backwards.' : nothing}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-summed-desired-changes': SummedDesiredChanges;
  }
}
