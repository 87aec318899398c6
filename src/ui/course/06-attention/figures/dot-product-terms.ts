// A dot product of query and key, term by term, after BertViz's neuron view.

import { msg } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { bar } from '../../../figures/bar.ts';
import { note } from '../../../figures/card.ts';
import { type Column, numberTable } from '../../../figures/number-table.ts';
import { formatSigned } from '../../../format/numbers.ts';
import type { Context } from '../context.ts';
import { queryKeyPair } from '../query-key-pair.ts';
import { maxAbs } from '../vector-math.ts';

export const dotProductTermsStyles = css`
  .products {
    td,
    th {
      padding-block: 1px;
    }

    .half {
      width: 22%;
    }

    .bar {
      height: 0.625rem;
    }

    .minus .bar {
      margin-inline-start: auto;
    }

    tbody .plus {
      padding-inline-start: 0;
      border-inline-start: 1px solid var(--line-strong);
    }
  }
`;

export function dotProductTerms({ headTrace, key }: Context) {
  const { q, k, products, sum } = queryKeyPair(headTrace, key);
  const largest = maxAbs(products) || 1;
  const half = (isShown: (product: number) => boolean, kind: string): Column<number> => ({
    kind: `half ${kind}`,
    cell: (product) => (isShown(product) ? bar(product / largest) : nothing),
  });
  return html`
    ${numberTable([...products], {
      names: { heading: 'd', title: msg('component'), cell: (_, d) => d + 1, sum: msg('sum') },
      columns: [
        { heading: msg('query q'), cell: (_, d) => html`<span class="query">${formatSigned(q[d])}</span>` },
        { heading: msg('key k'), cell: (_, d) => html`<span class="key">${formatSigned(k[d])}</span>` },
        { heading: 'q × k', cell: formatSigned, sum: formatSigned(sum) },
        half((product) => product < 0, 'minus'),
        half((product) => product >= 0, 'plus'),
      ],
      kind: 'products',
    })}
    ${note(msg('Components with the same sign have a positive product (blue), components with different signs a negative one (red). The sum is the dot product: one cell of the grid.'))}
  `;
}
