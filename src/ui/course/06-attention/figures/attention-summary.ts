// The attention pattern as a table: each query's most attended key, and the spread of its attention.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { note } from '../../../figures/card.ts';
import { percents } from '../../../figures/number-table.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import type { Context } from '../context.ts';
import { strongestKey } from '../query-key-pair.ts';
import { dot, rowOf } from '../vector-math.ts';
import { labelOf, queryTable } from './token-tables.ts';

export function attentionSummary({ headTrace }: Context) {
  const { tokens, pattern } = headTrace;
  const rows = tokens.map((_, query) => ({
    key: strongestKey({ tokens, pattern, query }),
    weights: rowOf(pattern, query, tokens.length),
  }));
  return html`
    ${queryTable(headTrace, rows, [
      {
        heading: msg('attends most to'),
        cell: ({ key }, query) =>
          html`<span class="key">${key === query ? msg('itself') : labelOf(headTrace, key)}</span>`,
      },
      percents(msg('share'), ({ key, weights }) => weights[key]),
      {
        heading: msg('effective keys'),
        title: msg('1 / sum of squared weights; 1 if one token gets all the attention'),
        cell: ({ weights }, query) =>
          msg(str`${formatSignificant(1 / dot(weights, weights))} of ${query + 1}`),
      },
    ])}
    ${note(msg('The grid of weights is the attention pattern: each column shows how relevant each token on the left is to the token above. The first token can attend only to itself.'))}
  `;
}
