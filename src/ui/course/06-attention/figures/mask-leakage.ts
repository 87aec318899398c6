// The attention that each query would give to later tokens without the mask.

import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { HeadTraceResult } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { note } from '../../../figures/card.ts';
import { bars, numberTable, percents } from '../../../figures/number-table.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { rowOf } from '../vector-math.ts';

export function maskLeakage({ tokens, query, unmaskedPattern }: HeadTraceResult): TemplateResult {
  const rows = tokens.map(({ text }, token) => {
    const later = rowOf(unmaskedPattern, token, tokens.length).subarray(token + 1);
    const most = later.length > 0 ? tokens[token + 1 + later.indexOf(Math.max(...later))] : undefined;
    return { text, share: later.reduce((sum, weight) => sum + weight, 0), most };
  });
  return html`${numberTable(rows, {
    names: {
      heading: msg('query'),
      cell: ({ text }, token) => `${token + 1} ${tokenLabel(text)}`,
      pick: (_, token) => new FocusChangeEvent({ token }),
    },
    columns: [
      percents(msg('leakage'), ({ share }) => share),
      bars(({ share }) => share),
      {
        heading: msg('mostly from'),
        cell: ({ most }) => (most ? tokenLabel(most.text) : msg('no later token')),
      },
    ],
    isMarked: (_, token) => token === query,
  })}
  ${note(msg('The share of each query’s attention that would go to later tokens without the mask. These are the tokens that it is trained to predict. So their scores are set to −∞ before softmax; their weights become 0, and the others add up to 100 %.'))}`;
}
