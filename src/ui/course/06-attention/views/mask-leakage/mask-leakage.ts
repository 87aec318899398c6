// What the mask keeps out: how much attention each query would give to tokens it must not see.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { panelStyles } from '../../panel.styles.ts';
import { rowOf } from '../../vector-math.ts';

/**
 * @property headTrace - the head's numbers
 * @fires lab-focus - another query
 */
@customElement('lab-mask-leakage')
export class MaskLeakage extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;

  override render() {
    const { tokens, query } = this.headTrace;
    return html`
      <table class="leaks">
        <thead>
          <tr><th scope="col">query</th><th scope="col">would leak</th><td></td><th scope="col">most of it from</th></tr>
        </thead>
        <tbody>
          ${tokens.map(({ text }, asking) => {
            const { share, most } = this.#leakageOf(asking);
            const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: asking }));
            return html`<tr class=${asking === query ? 'marked' : ''}>
              <th scope="row"><button class="plain" @click=${pick}>${asking + 1} ${tokenLabel(text)}</button></th>
              <td>${formatPercent(share)}</td>
              <td class="bars">${bar(share)}</td>
              <td>${most === undefined ? 'nothing later' : tokenLabel(tokens[most].text)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="explained">
        Without the mask, so much of each query’s attention would go to tokens that come after it: the very tokens it is
        trained to guess. So their scores become −∞ before softmax; e to that is 0, and what is left still adds up to 100 %.
      </p>
    `;
  }

  #leakageOf(query: number): { share: number; most: number | undefined } {
    const { unmaskedPattern, tokens } = this.headTrace;
    const row = rowOf(unmaskedPattern, query, tokens.length);
    const later = row.subarray(query + 1);
    const share = later.reduce((sum, weight) => sum + weight, 0);
    return { share, most: later.length > 0 ? query + 1 + later.indexOf(Math.max(...later)) : undefined };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-mask-leakage': MaskLeakage;
  }
}
