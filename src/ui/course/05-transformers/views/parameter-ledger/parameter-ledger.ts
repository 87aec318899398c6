// A table of all weights: the eight kinds of matrices of GPT-3, and the model's tensors.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ParameterInfo } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { GPT3, type LedgerRow, modelLedger, totalOf } from '../../ledger.ts';
import { panelStyles } from '../../panel.styles.ts';

/** Parts counted in the video up to each row. */
const PARTS_COUNTED_BY: Readonly<Record<string, readonly LedgerRow['part'][]>> = {
  embedding: ['embedding'],
  unembedding: ['embedding', 'unembedding'],
};

const ledgerStyles = css`
  /* On narrow screens sizes stand below the names. */
  .narrow {
    display: none;
    color: var(--muted);
    font-size: var(--size-fine);
    white-space: nowrap;
  }

  @container (max-width: 54rem) {
    .narrow {
      display: block;
    }

    .wide {
      display: none;
    }
  }
`;

/**
 * The weights of the model and of GPT-3 by category.
 *
 * @property parameters - The model's tensors.
 * @property marked - `embedding` or `unembedding`: the row that the video counts.
 */
@customElement('lab-parameter-ledger')
export class ParameterLedger extends LitElement {
  static override styles = [baseStyles, panelStyles, ledgerStyles];

  @property({ attribute: false }) parameters: readonly ParameterInfo[] = [];
  @property() marked = '';

  override render() {
    const own = modelLedger(this.parameters);
    return html`
      <div class="columns even">
      <section class="card" aria-label=${msg('Your model')}>
        <h2>${msg('Your model')}</h2>
        ${this.#table('own', own)}
        <lab-data-table
          label=${msg('Show every tensor')}
          .data=${() => ({
            caption: msg('Every tensor of your model'),
            columns: [msg('tensor'), msg('shape'), msg('numbers'), msg('meaning')],
            rows: this.parameters.map(({ name, shape, meaning }) => ({
              name,
              cells: [shape.join(' × '), formatInteger(shape.reduce((a, b) => a * b)), meaning],
            })),
          })}
        ></lab-data-table>
      </section>
      <section class="card" aria-label=${msg('GPT-3')}>
        <h2>${msg('GPT-3')}</h2>
        ${this.#table('gpt3', GPT3)}
      </section>
      </div>
      <p class="explained">
        ${msg(str`Key, query, value and output belong to attention, ${own.some(({ part }) => part === 'gate') ? msg('up, gate and down') : msg('up and down')} to the MLPs (multi-layer perceptrons). Sizes are numbers per matrix × matrices. GPT-3 has 27,938 matrices of eight kinds, counted per head. Its biases, positions and layer norms are omitted, as in the video.`)}
      </p>
    `;
  }

  #table(kind: string, rows: readonly LedgerRow[]) {
    return html`
      <div class="scroll" tabindex="0"><table class=${kind}>
        <thead>
          <tr>
            <th scope="col">${msg('matrices')}</th>
            <th scope="col" class="wide">${msg('size')}</th>
            <th scope="col">${msg('weights')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, part, shape, count }) => html`
              <tr class=${part === this.marked ? 'marked' : ''}>
                <th scope="row">${name} <small class="narrow">${shape}</small></th>
                <td class="wide">${shape}</td>
                <td>${formatInteger(count)}</td>
              </tr>
            `,
          )}
        </tbody>
        <tfoot>
          ${
            this.marked in PARTS_COUNTED_BY
              ? html`<tr class="marked running-total-row">
            <th scope="row">${msg('running total')}</th>
            <td class="wide"></td>
            <td>${formatInteger(totalOf(rows.filter(({ part }) => PARTS_COUNTED_BY[this.marked].includes(part))))}</td>
          </tr>`
              : nothing
          }
          <tr>
            <th scope="row">${msg('Total')}</th>
            <td class="wide"></td>
            <td>${formatInteger(totalOf(rows))}</td>
          </tr>
        </tfoot>
      </table></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-parameter-ledger': ParameterLedger;
  }
}
