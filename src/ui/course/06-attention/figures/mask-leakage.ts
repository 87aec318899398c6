// The attention that each query would give to later tokens without the mask.

import { msg } from '@lit/localize';
import { html } from 'lit';
import { note } from '../../../figures/card.ts';
import { bars, percents } from '../../../figures/number-table.ts';
import type { Context } from '../context.ts';
import { rowOf } from '../vector-math.ts';
import { labelOf, queryTable } from './token-tables.ts';

export function maskLeakage({ headTrace }: Context) {
  const { tokens, unmaskedPattern } = headTrace;
  const rows = tokens.map((_, token) => {
    const later = rowOf(unmaskedPattern, token, tokens.length).subarray(token + 1);
    const most = token + 1 + later.indexOf(Math.max(...later));
    return {
      share: later.reduce((sum, weight) => sum + weight, 0),
      most: later.length > 0 ? labelOf(headTrace, most) : msg('no later token'),
    };
  });
  return html`${queryTable(headTrace, rows, [
    percents(msg('leakage'), ({ share }) => share),
    bars(({ share }) => share),
    { heading: msg('mostly from'), cell: ({ most }) => most },
  ])}
  ${note(msg('The share of each query’s attention that would go to later tokens without the mask. These are the tokens that it is trained to predict. So their scores are set to −∞ before softmax; their weights become 0, and the others add up to 100 %.'))}`;
}
