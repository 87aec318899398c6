// A query as a question, and the keys that match it, best match first.

import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { percents } from '../../../figures/number-table.ts';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import type { Context } from '../context.ts';
import { queryKeyPairs } from '../query-key-pair.ts';
import { maxAbs } from '../vector-math.ts';
import { keyTable, labelOf } from './token-tables.ts';
import { strips, vectorStrip } from './vector-strip.ts';

export const queryMatchesStyles = css`
  .bubble {
    position: relative;
    display: grid;
    gap: var(--space-s);
    padding: var(--space-m) var(--space-l);
    border: 1.5px solid var(--query);
    border-radius: var(--radius-pill);

    &::after {
      content: "";
      position: absolute;
      bottom: -8px;
      inset-inline-start: 2rem;
      width: 13px;
      height: 13px;
      border: solid var(--query);
      border-width: 0 1.5px 1.5px 0;
      background: var(--surface);
      transform: rotate(45deg);
    }

    & + table {
      margin-top: var(--space-s);
    }
  }
`;

export function queryMatches({ headTrace, key }: Context) {
  const label = (position: number) => labelOf(headTrace, position);
  const matches = queryKeyPairs(headTrace)
    .filter(({ masked }) => !masked)
    .sort((a, b) => b.scaled - a.scaled);
  const [best] = matches;
  const extent = maxAbs(best.q, ...matches.map(({ k }) => k));
  const query = label(headTrace.query);
  return card(
    msg('Query and matching keys'),
    msg(html`The query of <span class="query">${query}</span> and the keys that match it`),
    html`<div class="bubble">
      <p>
        ${msg(html`A query is like a question: “Are there relevant words before me?” It is a vector, the <b class="query">query</b>, ${best.q.length} numbers:`)}
      </p>
      ${vectorStrip(best.q, extent, msg(str`query of ${query}`))}
    </div>`,
    html`${keyTable(
      headTrace,
      key,
      matches,
      [
        strips(msg('key'), ({ key, k }) => [k, extent, msg(str`key of ${label(key)}`)], {
          kind: 'strips wide',
        }),
        { heading: msg('score'), cell: ({ scaled }) => formatSigned(scaled) },
        percents(msg('weight'), ({ weight }) => weight),
      ],
      { heading: msg('token') },
    )}
    ${note(msg(html`<b class="key">${label(best.key)}</b> has the largest score, ${formatSigned(best.scaled)}, and gets ${formatPercent(best.weight)} of the attention. The score is q · k ÷ √D; it is large if both strips have the same colours at the same components. The question is only an illustration: the weights of the head define its query.`))}`,
  );
}
