// The attention pattern in words: whom each query looks at most, and over how many tokens it spreads.

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
 * @property headTrace - the head's numbers
 * @fires lab-focus - another query
 */
@customElement('lab-attention-summary')
export class AttentionSummary extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;

  override render() {
    const { tokens, pattern, query } = this.headTrace;
    const label = (index: number) => tokenLabel(tokens[index].text);
    return html`
      <table class="lookers">
        <thead>
          <tr>
            <th scope="col">query</th><th scope="col">looks most at</th><th scope="col">share</th>
            <th scope="col" title="1 over the sum of the squared shares: 1 if one token gets all">spread over</th>
          </tr>
        </thead>
        <tbody>
          ${tokens.map((_, asking) => {
            const key = strongestKey({ tokens, pattern, query: asking });
            const row = rowOf(pattern, asking, tokens.length);
            const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: asking }));
            return html`<tr class=${asking === query ? 'marked' : ''}>
              <th scope="row"><button class="plain" @click=${pick}>${asking + 1} ${label(asking)}</button></th>
              <td class="key">${key === asking ? 'itself' : label(key)}</td>
              <td>${formatPercent(row[key])}</td>
              <td>${formatSignificant(1 / dot(row, row))} of ${asking + 1}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="explained">
        This grid of shares is the attention pattern: in each column, how much every token on the left matters to the token
        above. The first token sees only itself.
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-summary': AttentionSummary;
  }
}
