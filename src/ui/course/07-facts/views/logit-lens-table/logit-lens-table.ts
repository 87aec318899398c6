// The logit lens: the prediction at every token after each attention and each MLP.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { LogitLensResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';

const logitLensTableStyles = css`
  td {
    padding: var(--space-xs) var(--space-s);
    border: 1px solid var(--line);
    text-align: start;
  }

  thead th {
    padding-inline: var(--space-s);
    text-align: start;
  }

  td small {
    display: block;
  }

  tr.mlp th:first-child {
    color: var(--positive);
  }

  tr.attention th:first-child {
    color: var(--key);
  }
`;

/**
 * A table with one row per block and one column per token.
 *
 * @property result - Logit lens of the prompt.
 */
@customElement('lab-logit-lens-table')
export class LogitLensTable extends LitElement {
  static override styles = [baseStyles, panelStyles, logitLensTableStyles];

  @property({ attribute: false }) result!: LogitLensResult;

  override render() {
    const { tokens, followed, rows } = this.result;
    return html`
      <section class="card" aria-label=${msg('Logit lens')}>
        <h2>${msg('The prediction after each block')}</h2>
        <div class="scroll sentence" tabindex="0">
          <table>
            <thead>
              <tr>
                <th scope="col">${msg('vector')}</th>
                ${tokens.map(({ text }) => html`<th scope="col">${tokenLabel(text)}</th>`)}
                <th scope="col">${msg(str`“${tokenLabel(followed.text)}” at the end`)}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(({ meaning, kind, cells }) => {
                const last = cells[cells.length - 1].followed;
                return html`
                  <tr class=${kind}>
                    <th scope="row">${meaning}</th>
                    ${cells.map(({ next: [top] }) => html`<td style=${shade(top.probability)}>${tokenLabel(top.text)} <small>${formatPercent(top.probability)}</small></td>`)}
                    <td style=${shade(last.probability)}>${formatPercent(last.probability)} <small>${msg(str`rank ${formatInteger(last.rank)}`)}</small></td>
                  </tr>
                `;
              })}
            </tbody>
          </table>
        </div>
        <p class="explained">
          ${msg('Each cell applies the network’s last step (norm and unembedding) to the vector at that position. It shows the most probable next token; a deeper colour means a higher probability. The last row is the model’s prediction. The row in which the right answer first appears suggests where the model retrieves it.')}
        </p>
      </section>
    `;
  }
}

const shade = (probability: number) =>
  styleMap({
    background: `color-mix(in srgb, var(--positive) ${Math.round(30 * probability)}%, transparent)`,
  });

declare global {
  interface HTMLElementTagNameMap {
    'lab-logit-lens-table': LogitLensTable;
  }
}
