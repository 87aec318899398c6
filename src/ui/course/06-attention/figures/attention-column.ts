// One column of the grid, key by key: dot products in descending order, or the steps of softmax in the order of the text.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { note } from '../../../figures/card.ts';
import { bars } from '../../../figures/number-table.ts';
import { formatFixed, formatPercent, formatSigned } from '../../../format/numbers.ts';
import type { Context } from '../context.ts';
import { type QueryKeyPair, queryKeyPairs } from '../query-key-pair.ts';
import { keyTable, labelOf } from './token-tables.ts';

export function attendedKeys({ headTrace, key, masked = false }: Context) {
  const pairs = queryKeyPairs(headTrace)
    .filter((pair) => !pair.masked || !masked)
    .sort((a, b) => b.sum - a.sum);
  const largest = Math.max(...pairs.map(({ sum }) => Math.abs(sum))) || 1;
  const query = labelOf(headTrace, headTrace.query);
  // What it can attend to: later words are masked before softmax.
  const attended = pairs.find(({ masked }) => !masked) as QueryKeyPair;
  return html`
    <p>
      ${msg(html`Of the words up to <b class="query">${query}</b>, <b class="key">${labelOf(headTrace, attended.key)}</b> has the largest dot product with its query: in the video’s words, its embedding <em>attends to</em> that of ${query}.`)}
    </p>
    ${keyTable(headTrace, key, pairs, [
      { heading: 'q · k', cell: ({ sum }) => formatSigned(sum) },
      bars(({ sum }) => sum / largest, { isSigned: true }),
    ])}
    ${note(msg(str`The column of “${query}” in descending order. A negative product means that key and query do not match.`))}
  `;
}

export function softmaxColumn({ headTrace, key, masked = true }: Context) {
  const pairs = queryKeyPairs(headTrace);
  const isHidden = (pair: QueryKeyPair) => pair.masked && masked;
  const largest = Math.max(...pairs.filter((pair) => !isHidden(pair)).map(({ scaled }) => scaled));
  const power = (pair: QueryKeyPair) => (isHidden(pair) ? 0 : Math.exp(pair.scaled - largest));
  const weightOf = ({ weight, unmaskedWeight }: QueryKeyPair) => (masked ? weight : unmaskedWeight);
  const total = (value: (pair: QueryKeyPair) => number) => pairs.reduce((sum, pair) => sum + value(pair), 0);
  return html`
    ${keyTable(
      headTrace,
      key,
      pairs,
      [
        { heading: msg('score'), cell: (pair) => (isHidden(pair) ? '−∞' : formatSigned(pair.scaled)) },
        {
          heading: msg('e^(s − max)'),
          title: msg('the largest score is subtracted first, which changes no weight'),
          cell: (pair) => formatFixed(power(pair), 3),
          sum: formatFixed(total(power), 3),
        },
        bars((pair) => (isHidden(pair) ? undefined : weightOf(pair))),
        {
          heading: msg('weight'),
          cell: (pair) => (isHidden(pair) ? msg('masked') : formatPercent(weightOf(pair))),
          sum: formatPercent(Number(total(weightOf).toFixed(4))),
        },
      ],
      { sum: msg('sum'), scrolls: msg('Column') },
    )}
    ${note(msg('Scores can be any numbers. Softmax raises e to the power of each and divides by the sum: weights between 0 and 100 % that add up to 100 %.'))}
  `;
}
