// The outputs of all heads of a layer at one position, and their sum.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { FocusChangeEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { headName } from '../../chapter-stage/head-names.ts';
import { countAttention, GPT3 } from '../attention-count.ts';
import type { Context } from '../context.ts';
import { addVectors, maxAbs, rowOf } from '../vector-math.ts';
import { labelOf } from './token-tables.ts';
import { type VectorRow, vectorColumns } from './vector-strip.ts';

/** Number of promoted tokens shown for each head. */
const TOP_TOKEN_COUNT = 3;

interface Row extends VectorRow {
  readonly head?: number;
}

export function headSum({ headTrace, headPatterns, request: { layer, head: selected } }: Context) {
  const { tokens, query, stream, out, changes, promoted } = headTrace;
  const C = stream.length / tokens.length;
  const [before, total] = [rowOf(stream, query, C), rowOf(out, query, C)];
  const bias = changes.reduce((left, change) => left.map((value, c) => value - change[c]), total);
  const after = addVectors(before, total);
  // Outputs can be far smaller than the embedding, so they have their own colour scale.
  const [extent, change] = [maxAbs(before, after) / 2, maxAbs(total, bias, ...changes) / 2];
  const rows: readonly Row[] = [
    { name: msg('E, input'), vector: before, extent },
    ...changes.map((vector, head) => {
      const place = `${layer + 1}.${head + 1}`;
      const names = { name: msg(str`+ ΔE of ${place}`), label: msg(str`change of head ${place}`) };
      return { ...names, vector, extent: change, head };
    }),
    { name: msg('bias'), vector: bias, extent: change },
  ];
  return card(
    msg('Sum of all heads'),
    msg(
      html`Layer ${layer + 1}, at <span class="query">${labelOf(headTrace, query)}</span>: each of ${changes.length} heads proposes a change, and the changes are added`,
    ),
    html`${numberTable<Row>(rows, {
      names: {
        heading: msg('part'),
        cell: ({ name }) => name,
        pick: ({ head }) => (head === undefined ? undefined : new FocusChangeEvent({ head })),
      },
      columns: [
        ...vectorColumns(msg(str`${C} numbers`)),
        {
          heading: msg('promotes'),
          kind: 'wide',
          cell: ({ head }) =>
            head === undefined
              ? ''
              : promoted[head]
                  .slice(0, TOP_TOKEN_COUNT)
                  .map(({ text }) => tokenLabel(text))
                  .join(', '),
        },
      ],
      isMarked: ({ head }) => head === selected,
      below({ head }) {
        const name = head === undefined ? undefined : headName(headPatterns, layer, head);
        return name && html`<small>${name}</small>`;
      },
      sums: [
        { name: msg('sum'), vector: total, extent: change },
        { name: msg('E′, output'), vector: after, extent },
      ],
    })}
    ${note(msg(str`Changes have their own colour scale. Promotes: the tokens whose logits a change increases most through the unembedding; in an early layer they say little, since later layers read the change too. A head is named for what it attends to in texts of the data set. The bias belongs to no head; the video omits it. GPT-3 adds ${GPT3.heads} changes in each of ${GPT3.layers} layers, with ${formatInteger(countAttention(GPT3).layer)} weights per layer.`))}`,
  );
}
