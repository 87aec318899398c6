// One column of the grid: dot products or weights, key by key.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatFixed, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar, signedBar } from '../../../../views/charts/bar.ts';
import { keyChoice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { type QueryKeyPair, queryKeyPairs } from '../../query-key-pair.ts';

/**
 * A table of the selected query with every key.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property show - `products` in descending order, or `softmax` in the order of the text.
 * @property key - Position of the selected key.
 * @property masked - Whether the mask hides later tokens.
 * @fires lab-choice - The visitor selects a key.
 */
@customElement('lab-attention-column')
export class AttentionColumn extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property() show: 'products' | 'softmax' = 'softmax';
  @property({ type: Number }) key = 0;
  @property({ type: Boolean }) masked = true;

  override render() {
    const pairs = queryKeyPairs(this.headTrace);
    return this.show === 'products' ? this.#products(pairs) : this.#softmax(pairs);
  }

  #token({ key }: Pick<QueryKeyPair, 'key'>): string {
    return tokenLabel(this.headTrace.tokens[key].text);
  }

  #row(pair: QueryKeyPair, cells: unknown) {
    const pick = () => this.dispatchEvent(keyChoice(pair.key));
    return html`<tr class="key-row ${pair.key === this.key ? 'marked' : ''}">
      <th scope="row"><button class="plain" @click=${pick}>${pair.key + 1} ${this.#token(pair)}</button></th>
      ${cells}
    </tr>`;
  }

  #products(pairs: QueryKeyPair[]) {
    const visiblePairs = pairs.filter(({ masked }) => !masked || !this.masked).sort((a, b) => b.sum - a.sum);
    const largest = Math.max(...visiblePairs.map(({ sum }) => Math.abs(sum))) || 1;
    const queryToken = this.#token({ key: this.headTrace.query });
    // What it can attend to: later words are masked before softmax.
    const [attended] = visiblePairs.filter(({ masked }) => !masked);
    return html`
      <p>
        ${msg(html`Of the words up to <b class="query">${queryToken}</b>, <b class="key">${this.#token(attended)}</b> has the largest dot product with its query: in the video’s words, its embedding <em>attends to</em> that of ${queryToken}.`)}
      </p>
      <table class="column">
        <thead><tr><th scope="col">${msg('key')}</th><th scope="col">q · k</th><td></td></tr></thead>
        <tbody>
          ${visiblePairs.map((pair) => this.#row(pair, html`<td>${formatSigned(pair.sum)}</td><td class="bars">${signedBar(pair.sum / largest)}</td>`))}
        </tbody>
      </table>
      <p class="explained">${msg(str`The column of “${queryToken}” in descending order. A negative product means that key and query do not match.`)}</p>
    `;
  }

  #softmax(pairs: QueryKeyPair[]) {
    const isHidden = ({ masked }: QueryKeyPair) => masked && this.masked;
    const largest = Math.max(...pairs.filter((pair) => !isHidden(pair)).map(({ scaled }) => scaled));
    const power = (pair: QueryKeyPair) => (isHidden(pair) ? 0 : Math.exp(pair.scaled - largest));
    const weightOf = ({ weight, unmaskedWeight }: QueryKeyPair) => (this.masked ? weight : unmaskedWeight);
    const total = (value: (pair: QueryKeyPair) => number) =>
      pairs.reduce((sum, pair) => sum + value(pair), 0);
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Column')}><table class="softmax">
        <thead>
          <tr>
            <th scope="col">${msg('key')}</th>
            <th scope="col">${msg('score')}</th>
            <th scope="col" title=${msg('the largest score is subtracted first, which changes no weight')}>${msg('e^(s − max)')}</th>
            <td></td>
            <th scope="col">${msg('weight')}</th>
          </tr>
        </thead>
        <tbody>
          ${pairs.map((pair) =>
            this.#row(
              pair,
              html`
                <td>${isHidden(pair) ? '−∞' : formatSigned(pair.scaled)}</td>
                <td>${formatFixed(power(pair), 3)}</td>
                <td class="bars">${isHidden(pair) ? nothing : bar(weightOf(pair))}</td>
                <td>${isHidden(pair) ? msg('masked') : formatPercent(weightOf(pair))}</td>
              `,
            ),
          )}
        </tbody>
        <tfoot>
          <tr><th scope="row">${msg('sum')}</th><td></td><td>${formatFixed(total(power), 3)}</td><td></td><td>${formatPercent(Number(total(weightOf).toFixed(4)))}</td></tr>
        </tfoot>
      </table></div>
      <p class="explained">
        ${msg('Scores can be any numbers. Softmax raises e to the power of each and divides by the sum: weights between 0 and 100 % that add up to 100 %.')}
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-column': AttentionColumn;
  }
}
