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
  td small {
    margin-inline-end: var(--space-s);
    color: var(--muted);
  }

  /* Beside the map: sizes stand above their product. */
  @container (max-width: 46rem) {
    td small {
      display: block;
      margin: 0;
      font-size: var(--size-fine);
      white-space: nowrap;
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
      <section class="card" aria-label=${msg('Weights by kind')}>
        <h2>${msg('Weights by kind')}</h2>
        ${this.#table(own)}
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
      <p class="explained">
        ${msg(str`Key, query, value and output belong to attention, ${own.some(({ part }) => part === 'gate') ? msg('up, gate and down') : msg('up and down')} to the MLPs (multi-layer perceptrons). Sizes are numbers per matrix × matrices. GPT-3 has 27,938 matrices of eight kinds, counted per head. Its biases, positions and layer norms are omitted, as in the video.`)}
      </p>
    `;
  }

  /** Side by side, since the video counts those of GPT-3. */
  #table(own: readonly LedgerRow[]) {
    const sums = (parts?: readonly LedgerRow['part'][]) =>
      [own, GPT3].map(
        (rows) =>
          html`<td>${formatInteger(totalOf(rows.filter(({ part }) => !parts || parts.includes(part))))}</td>`,
      );
    return html`
      <div class="scroll" tabindex="0"><table>
        <thead>
          <tr>
            <th scope="col">${msg('weights of')}</th>
            <th scope="col">${msg('your model')}</th>
            <th scope="col">${msg('GPT-3')}</th>
          </tr>
        </thead>
        <tbody>
          ${own.map(
            (row) => html`
              <tr class=${row.part === this.marked ? 'marked' : ''}>
                <th scope="row">${row.name}</th>
                ${cell(row)} ${cell(GPT3.find(({ part }) => part === row.part))}
              </tr>
            `,
          )}
        </tbody>
        <tfoot>
          ${
            this.marked in PARTS_COUNTED_BY
              ? html`<tr class="marked running-total-row">
            <th scope="row">${msg('running total')}</th>
            ${sums(PARTS_COUNTED_BY[this.marked])}
          </tr>`
              : nothing
          }
          <tr>
            <th scope="row">${msg('Total')}</th>
            ${sums()}
          </tr>
        </tfoot>
      </table></div>
    `;
  }
}

const cell = (row: LedgerRow | undefined) =>
  html`<td>${row ? html`<small>${row.shape}</small> ${formatInteger(row.count)}` : '–'}</td>`;

declare global {
  interface HTMLElementTagNameMap {
    'lab-parameter-ledger': ParameterLedger;
  }
}
