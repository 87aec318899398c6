// The attention pattern as a table: each query's most attended key, and the spread of its attention.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { strongestKey } from '../../query-key-pair.ts';
import { dot, rowOf } from '../../vector-math.ts';

/**
 * A table with one row per query.
 *
 * @property headTrace - Intermediate values of the head.
 * @fires lab-focus - The visitor selects a query.
 */
@customElement('lab-attention-summary')
export class AttentionSummary extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;

  override render() {
    const { tokens, pattern, query } = this.headTrace;
    const label = (index: number) => tokenLabel(tokens[index].text);
    return html`
      <table class="attention-summary">
        <thead>
          <tr>
            <th scope="col">${msg('query')}</th><th scope="col">${msg('attends most to')}</th><th scope="col">${msg('share')}</th>
            <th scope="col" title=${msg('1 / sum of squared weights; 1 if one token gets all the attention')}>${msg('effective keys')}</th>
          </tr>
        </thead>
        <tbody>
          ${tokens.map((_, index) => {
            const key = strongestKey({ tokens, pattern, query: index });
            const row = rowOf(pattern, index, tokens.length);
            const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: index }));
            return html`<tr class=${index === query ? 'marked' : ''}>
              <th scope="row"><button class="plain" @click=${pick}>${index + 1} ${label(index)}</button></th>
              <td class="key">${key === index ? msg('itself') : label(key)}</td>
              <td>${formatPercent(row[key])}</td>
              <td>${msg(str`${formatSignificant(1 / dot(row, row))} of ${index + 1}`)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="explained">
        ${msg('The grid of weights is the attention pattern: each column shows how relevant each token on the left is to the token above. The first token can attend only to itself.')}
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-summary': AttentionSummary;
  }
}
