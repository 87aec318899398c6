// Directions with meaning in embedding space: a token, its nearest neighbours, and relations shared by many pairs.

import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { EmbeddingResult, RelationResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, percents } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { Context } from '../context.ts';
import { maxAbs, rowOf } from '../vector-math.ts';
import { strips } from './vector-strip.ts';

export function words({ matrix }: EmbeddingResult, { headTrace, lenses, request }: Context) {
  const { 'nearest-tokens': neighbours, relations } = lenses;
  if (!neighbours) return nothing;
  const [, C] = matrix.shape;
  const token = headTrace.tokens[headTrace.query];
  const rows = [{ ...token, score: 1 }, ...neighbours.nearest].map(({ id, text, score }) => ({
    ...{ text: tokenLabel(text), score },
    vector: rowOf(matrix.data, id, C),
  }));
  const extent = maxAbs(...rows.map(({ vector }) => vector));
  return html`
    ${card(
      msg('Embedding and nearest neighbours'),
      msg(
        html`The embedding of <span class="query">${tokenLabel(token.text)}</span> and its nearest neighbours`,
      ),
      html`${numberTable(rows, {
        names: { heading: msg('token'), cell: ({ text }) => text },
        columns: [
          strips(msg(str`${formatInteger(C)} numbers`), ({ vector, text }) => [vector, extent, text]),
          {
            heading: msg('cosine'),
            title: msg('1 for the same direction, 0 for perpendicular vectors'),
            cell: ({ score }) => formatSigned(score),
          },
        ],
        isMarked: (_, i) => i === 0,
      })}
      ${note(msg('These vectors contain no context: each token has the same embedding in every text. Attention adds the context.'))}`,
    )}
    ${relations?.relations.length ? directions(relations.relations, request.run.vocabulary) : nothing}
  `;
}

const directions = (relations: readonly RelationResult[], vocabulary: readonly string[]) =>
  card(
    msg('Directions with meaning'),
    msg('Directions with meaning'),
    html`${numberTable(relations, {
      names: { heading: msg('relation'), cell: ({ name }) => name },
      columns: [
        {
          heading: msg('example'),
          cell: ({ pairs: [{ from, to }] }) =>
            `${tokenLabel(vocabulary[from])} → ${tokenLabel(vocabulary[to])}`,
        },
        { heading: msg('pairs'), cell: ({ pairs }) => formatInteger(pairs.length) },
        {
          heading: msg('same direction'),
          title: msg('mean cosine between the differences of two pairs; 1 if all are parallel'),
          cell: ({ consistency }) => formatSigned(consistency),
        },
        percents(msg('analogies solved'), ({ solved }) => solved),
        {
          ...percents(msg('by nearness'), ({ solvedByNearest }: RelationResult) => solvedByNearest),
          title: msg(
            'the same share without the difference: the expected answer is the token nearest to the word whose partner is asked for (king in king − man + woman)',
          ),
        },
        {
          ...percents(msg('by the sum'), ({ solvedBySum }: RelationResult) => solvedBySum),
          title: msg('without − b: the expected answer is the token nearest to a + c'),
        },
      ],
      scrolls: msg('Directions'),
    })}
    ${note(msg('If the differences of all pairs are nearly parallel, their direction has a meaning. Solved: the share of analogies, such as king − man + woman, whose nearest word is the expected one.'))}`,
  );
