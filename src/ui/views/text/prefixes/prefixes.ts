// Each prefix of the prompt as a training example: the prediction, the actual next token and the loss.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PrefixResult } from '../../../../workers/rpc/api/lab-api.ts';
import { bar } from '../../../figures/bar.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { formatLoss } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';

/** Tokens of a prefix that are written out. */
const MAX_SHOWN_TOKENS = 5;

/**
 * @summary Lists the prediction and the loss after each prefix of a prompt.
 *
 * @property heading - Heading of the card.
 * @property prefixes - Predictions in prompt order, one for each position.
 * @property token - Position of the highlighted row.
 * @slot - Explanation below the table.
 */
@customElement('lab-prefixes')
export class Prefixes extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      /* On a phone: more than one word a line, and the loss column within the viewport. */
      tbody th {
        min-width: 4.5rem;
      }

      @container (max-width: 46rem) {
        td {
          padding-inline-start: var(--space-2xs);
        }
      }
    `,
  ];

  @property() heading = '';
  @property({ attribute: false }) prefixes: readonly PrefixResult[] = [];
  @property({ type: Number }) token = 0;

  override render() {
    const losses = this.prefixes.flatMap(({ actual }) => (actual ? [actual.loss] : []));
    const mean = losses.reduce((a, b) => a + b, 0) / losses.length;
    return html`
      <section class="card" aria-label=${msg('Every prefix')}>
        <h2>${this.heading}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=${msg('Predictions by prefix')}><table class="prefixes">
          <thead>
            <tr>
              <th scope="col">${msg('prefix')}</th><th scope="col">${msg('top prediction')}</th>
              <th scope="col">${msg('actual token')}</th><th scope="col">${msg('probability')}</th><td class="bars wide"></td>
              <th scope="col" title=${msg('−ln of the actual token’s probability, in nats')}>${msg('loss')}</th>
            </tr>
          </thead>
          <tbody>${this.prefixes.map((prefix, i) => this.#row(prefix, i))}</tbody>
          <tfoot>
            <tr><th scope="row">${msg('mean')}</th><td></td><td></td><td></td><td class="wide"></td><td class="mean">${losses.length > 0 ? formatLoss(mean) : ''}</td></tr>
          </tfoot>
        </table></div>
        <p class="explained"><slot></slot></p>
      </section>
    `;
  }

  #row({ next, actual }: PrefixResult, i: number) {
    const words = this.prefixes
      .slice(Math.max(0, i + 1 - MAX_SHOWN_TOKENS), i + 1)
      .map(({ token }) => tokenLabel(token.text));
    const prefixText = `${i + 1 > MAX_SHOWN_TOKENS ? '… ' : ''}${words.join(' ')}`;
    const isCorrect = actual?.id === next[0].id;
    return html`<tr class=${i === this.token ? 'marked' : ''}>
      <th scope="row">${prefixText}</th>
      <td>${tokenLabel(next[0].text)} ${formatPercent(next[0].probability)}</td>
      <td>${actual ? html`${tokenLabel(actual.text)}${isCorrect ? ' ✓' : ''}` : msg('end of prompt')}</td>
      <td>${actual ? formatPercent(actual.probability) : ''}</td>
      <td class="bars wide">${actual ? bar(actual.probability) : ''}</td>
      <td>${actual ? formatLoss(actual.loss) : ''}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-prefixes': Prefixes;
  }
}
