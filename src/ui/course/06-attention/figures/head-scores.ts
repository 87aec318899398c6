// The scores of all heads for all attention patterns, with chance.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { FocusChangeEvent } from '../../../events/index.ts';
import { bar } from '../../../figures/bar.ts';
import { card, note } from '../../../figures/card.ts';
import { type Column, numberTable } from '../../../figures/number-table.ts';
import { formatPercent } from '../../../format/numbers.ts';
import { describeHeadPattern, headName, headPatternLabel } from '../../chapter-stage/head-names.ts';
import type { Context } from '../context.ts';

export const headScoresStyles = css`
  :where(.head-scores) {
    .bar {
      margin-inline-start: auto;
    }

    td {
      min-width: 3.5rem;
    }

    /* All patterns side by side on a phone. */
    @media (max-width: 35em) {
      th,
      td {
        min-width: 0;
        padding-inline-start: 1px;
        font-size: var(--size-fine);
      }

      thead th {
        padding-inline-start: var(--space-xs);
      }
    }
  }
`;

export function headScores({ headPatterns, request }: Context) {
  if (headPatterns.length === 0) return nothing;
  const heads = headPatterns[0].scores.flatMap((scores, layer) => scores.map((_, head) => ({ layer, head })));
  return card(
    msg('Scores of every head'),
    msg('Attention patterns of each head: mean share of its attention, on texts of the data set'),
    html`${numberTable(heads, {
      names: {
        heading: msg('head'),
        cell: ({ layer, head }) => `${layer + 1}.${head + 1}`,
        pick: (place) => new FocusChangeEvent(place),
        sum: msg('chance'),
      },
      columns: [
        ...headPatterns.map(({ habit, queries, scores, chance }): Column<(typeof heads)[number]> => {
          const shown = (score: number) => html`${queries > 0 ? formatPercent(score) : '–'} ${bar(score)}`;
          return {
            heading: headPatternLabel(habit),
            title: msg(str`attends ${describeHeadPattern(habit)}`),
            cell: ({ layer, head }) => shown(scores[layer][head]),
            sum: shown(chance),
          };
        }),
        {
          heading: msg('name'),
          kind: 'wide',
          cell: ({ layer, head }) => headName(headPatterns, layer, head) ?? '',
        },
      ],
      isMarked: ({ layer, head }) => layer === request.layer && head === request.head,
      scrolls: msg('Table of scores'),
      kind: 'head-scores',
    })}
    ${note(msg(html`${headPatterns.map(({ habit: headPattern }) => html`${msg(html`<b>${headPatternLabel(headPattern)}</b>: attends ${describeHeadPattern(headPattern)}.`)} `)} Chance: the score of a head with uniform attention. –: the pattern does not occur in these texts.`))}`,
  );
}
