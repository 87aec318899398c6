// A dot product of query and key, term by term.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatSigned } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { QueryKeyPair } from '../../query-key-pair.ts';
import { maxAbs } from '../../vector-math.ts';

const dotProductTermsStyles = css`
  td,
  th {
    padding-block: 1px;
  }

  .half {
    width: 22%;
  }

  .half .bar {
    height: 0.625rem;
  }

  .minus .bar {
    margin-inline-start: auto;
  }

  td.minus {
    padding-inline-end: 0;
  }

  td.plus {
    padding-inline-start: 0;
    border-inline-start: 1px solid var(--line-strong);
  }
`;

/**
 * The components of query and key with their products, after BertViz's neuron view.
 *
 * @property pair - Query and key.
 */
@customElement('lab-dot-product-terms')
export class DotProductTerms extends LitElement {
  static override styles = [baseStyles, panelStyles, dotProductTermsStyles];

  @property({ attribute: false }) pair!: QueryKeyPair;

  override render() {
    const { q, k, products, sum } = this.pair;
    const largest = maxAbs(products) || 1;
    const half = (product: number, kind: 'minus' | 'plus') => {
      const shown = kind === 'minus' ? product < 0 : product >= 0;
      return html`<td class="half ${kind}">${shown ? bar(product / largest) : ''}</td>`;
    };
    return html`
      <table class="products">
        <thead>
          <tr>
            <th scope="col" title=${msg('component')}>d</th>
            <th scope="col">${msg('query q')}</th>
            <th scope="col">${msg('key k')}</th>
            <th scope="col">q × k</th>
            <td colspan="2"></td>
          </tr>
        </thead>
        <tbody>
          ${Array.from(
            products,
            (product, d) => html`
              <tr>
                <th scope="row">${d + 1}</th>
                <td class="query">${formatSigned(q[d])}</td>
                <td class="key">${formatSigned(k[d])}</td>
                <td>${formatSigned(product)}</td>
                ${half(product, 'minus')} ${half(product, 'plus')}
              </tr>
            `,
          )}
        </tbody>
        <tfoot><tr><th scope="row">${msg('sum')}</th><td></td><td></td><td>${formatSigned(sum)}</td><td colspan="2"></td></tr></tfoot>
      </table>
      <p class="explained">
        ${msg('Components with the same sign have a positive product (blue), components with different signs a negative one (red). The sum is the dot product: one cell of the grid.')}
      </p>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-dot-product-terms': DotProductTerms;
  }
}
