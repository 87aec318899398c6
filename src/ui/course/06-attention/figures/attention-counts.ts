// The number of attention weights of this model, from its tensors, and of GPT-3.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ParameterInfo, RunInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { bar } from '../../../figures/bar.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { type AttentionCount, countAttention, countTensors, GPT3 } from '../attention-count.ts';

interface Row {
  readonly name: string;
  readonly how: string;
  readonly key: keyof AttentionCount;
}

const DOWN = 'D × C';
const matrix = (name: string, how = DOWN): Row => ({ name, how, key: 'matrix' });
const QUERY_AND_KEY = [matrix(msg('query matrix')), matrix(msg('key matrix'))];
const HEAD: Row = { name: msg('one head'), how: msg('these four'), key: 'head' };
const LAYER: Row = { name: msg('one layer'), how: msg('× H heads'), key: 'layer' };
const MODEL: Row = { name: msg('all attention'), how: msg('× L layers'), key: 'model' };

/** The rows shown at each moment of the count. */
const ROWS = {
  'query-key': QUERY_AND_KEY,
  head: [...QUERY_AND_KEY, matrix('value-down'), matrix('value-up', 'C × D'), HEAD],
  all: [HEAD, LAYER, MODEL],
} satisfies Record<string, readonly Row[]>;

export const attentionCountsStyles = css`
  .shares {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--space-xs) var(--space-m);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  .weights td {
    font-size: var(--size-large);

    small {
      margin-inline-end: var(--space-2xs);
      color: var(--muted);
    }

    /* Beside the map: sizes stand above their product, so that names keep their room. */
    @container (max-width: 46rem) {
      small {
        display: block;
        margin: 0;
      }
    }
  }
`;

export function attentionCounts(
  parameters: readonly ParameterInfo[],
  { model, parameterCount }: RunInfo,
  scope: keyof typeof ROWS,
): TemplateResult {
  const { C, H, L, headWidth: D = C / H, keyValueHeads: KV = H } = model;
  const [own, large] = [countTensors(parameters, model), countAttention(GPT3)];
  const rows = ROWS[scope];
  const count = (counts: AttentionCount, sizes: readonly [D: number, C: number]) => (row: Row) => {
    const shape = (row.how === DOWN ? sizes : sizes.toReversed()).map(formatInteger).join(' × ');
    return html`${row.key === 'matrix' ? html`<small class="wide">${shape} =</small>` : nothing}${formatInteger(counts[row.key])}`;
  };
  return html`
    ${card(
      msg('Attention weights'),
      msg('Weights, without biases'),
      html`${numberTable(rows, {
        names: {
          heading: msg('weights of'),
          cell: (row) =>
            html`${row.name} <small>${row === LAYER && KV < H ? msg('H heads share keys and values') : row.how}</small>`,
        },
        columns: [
          { heading: msg('your model'), cell: count(own, [D, C]) },
          { heading: msg('GPT-3'), cell: count(large, [GPT3.headWidth, GPT3.width]) },
        ],
        // The newest.
        isMarked: (row) => row === rows.at(-1) || rows === QUERY_AND_KEY,
        kind: 'weights',
      })}
      ${note(msg(html`Your model: vectors of C = ${formatInteger(C)} numbers, queries and keys of D = ${D}, so a query matrix has ${D} rows and ${formatInteger(C)} columns; H = ${H} heads${KV < H ? html`${msg(str`, with keys and values of ${KV}`)}` : nothing}, L = ${L} layers; counted from its tensors. GPT-3: C = 12,288, D = ${GPT3.headWidth}, ${GPT3.heads} heads, ${GPT3.layers} layers: ${GPT3.headWidth} rows and 12,288 columns.`))}`,
    )}
    ${scope === 'all' ? shares(own.model, parameterCount, large.model) : nothing}
  `;
}

const shares = (own: number, all: number, large: number) => {
  const line = (name: string, share: number) =>
    html`<span>${name}</span><span>${bar(share)}</span><span>${formatPercent(share)}</span>`;
  return card(
    msg('Attention’s share of all weights'),
    msg('Attention’s share of all weights'),
    html`<div class="shares">${line(msg('your model'), own / all)} ${line('GPT-3', large / GPT3.all)}</div>
    ${note(msg(str`${formatInteger(own)} of ${formatInteger(all)}, and ${formatInteger(large)} of ${formatInteger(GPT3.all)}. Most of the rest is in the MLPs between the attention blocks. An advantage of transformers is that they run in parallel over the heads, tokens and texts of a batch.`))}`,
  );
};
