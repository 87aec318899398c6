// The weighted sum of values ΔE, the updated embedding, and the direct effect of ΔE on the logits.

import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import type { TokenScore } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { keyChoice } from '../choices.ts';
import { type Context, tokenLabels } from '../context.ts';
import { addVectors, maxAbs, rowOf } from '../vector-math.ts';
import { halves } from './halves.ts';
import { type VectorRow, vectorColumns } from './vector-strip.ts';

export const headOutputStyles = css`
  .effects {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-l);
  }
`;

interface Row extends VectorRow {
  readonly kind: string;
  readonly key?: number;
  readonly weight?: number;
}

export function headOutput(context: Context) {
  const { promoted, suppressed, tokens, query } = context.headTrace;
  const { head } = context.request;
  return halves(
    card(
      msg('Weighted sum'),
      msg(
        html`ΔE of <span class="query">${tokenLabel(tokens[query].text)}</span>: the weighted sum of the <span class="value">values</span>`,
      ),
      weightedSum(context),
    ),
    card(
      msg('Direct effect on logits'),
      msg('Direct effect of ΔE on the logits'),
      html`<div class="effects">${logits('promoted', promoted[head])} ${logits('suppressed', suppressed[head])}</div>
      ${note(msg('The change of each token’s logit if ΔE went directly to the unembedding, with the scale of the final norm held constant. Later layers can use ΔE in other ways.'))}`,
    ),
    1.6,
  );
}

function weightedSum({ headTrace, request, key: selected }: Context) {
  const { pattern, values, changes, stream, query } = headTrace;
  const labels = tokenLabels(headTrace);
  const C = stream.length / labels.length;
  const change = changes[request.head];
  const before = rowOf(stream, query, C);
  const weighted = labels.slice(0, query + 1).map((label, key) => {
    const weight = pattern[query * labels.length + key];
    return { label, key, weight, vector: rowOf(values, key, C).map((x) => weight * x) };
  });
  const extent = maxAbs(change, ...weighted.map(({ vector }) => vector));
  const streamExtent = maxAbs(before, change);
  const rows: readonly Row[] = [
    ...weighted.map(({ label, ...row }) => ({
      ...{ ...row, extent, kind: 'key-row', name: `${row.key + 1} ${label}` },
      label: msg(str`weighted value of ${label}`),
    })),
    { name: msg('ΔE, the sum'), vector: change, extent, kind: 'result value' },
    { name: msg('E, input'), vector: before, extent: streamExtent, kind: 'result' },
    { name: '+ ΔE', vector: change, extent: streamExtent, kind: 'value' },
    { name: '= E′', vector: addVectors(before, change), extent: streamExtent, kind: 'result' },
  ];
  return html`
    ${numberTable<Row>(rows, {
      names: {
        heading: msg('key'),
        cell: ({ name }) => name,
        pick: ({ key }) => (key === undefined ? undefined : keyChoice(key)),
      },
      columns: [
        { heading: msg('weight'), cell: ({ weight }) => (weight === undefined ? '' : formatPercent(weight)) },
        ...vectorColumns(msg('weight × value')),
      ],
      isMarked: ({ key }) => key === selected,
      rowKind: ({ kind }) => kind,
    })}
    ${note(msg(str`A value has ${C} numbers too. The strips up to ΔE share one colour scale, those below another, since E is longer than the output of one head.`))}
  `;
}

const logits = (title: string, tokens: readonly TokenScore[]) =>
  numberTable(tokens, {
    names: { heading: title, cell: ({ text }) => tokenLabel(text) },
    columns: [{ heading: msg('logit'), cell: ({ score }) => formatSigned(score) }],
  });
