// The attention that each query would give to later tokens without the mask.

import { msg } from '@lit/localize';
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
 * A table with one row per query.
 *
 * @property headTrace - Intermediate values of the head.
 * @fires lab-focus - The visitor selects a query.
 */
@customElement('lab-mask-leakage')
export class MaskLeakage extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;

  override render() {
    const { tokens, query } = this.headTrace;
    return html`
      <table class="mask-leakage">
        <thead>
          <tr><th scope="col">${msg('query')}</th><th scope="col">${msg('leakage')}</th><td></td><th scope="col">${msg('mostly from')}</th></tr>
        </thead>
        <tbody>
          ${tokens.map(({ text }, index) => {
            const { share, most } = this.#leakageOf(index);
            const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: index }));
            return html`<tr class=${index === query ? 'marked' : ''}>
              <th scope="row"><button class="plain" @click=${pick}>${index + 1} ${tokenLabel(text)}</button></th>
              <td>${formatPercent(share)}</td>
              <td class="bars">${bar(share)}</td>
              <td>${most === undefined ? msg('no later token') : tokenLabel(tokens[most].text)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="explained">
        ${msg('The share of each query’s attention that would go to later tokens without the mask. These are the tokens that it is trained to predict. So their scores are set to −∞ before softmax; their weights become 0, and the others add up to 100 %.')}
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
