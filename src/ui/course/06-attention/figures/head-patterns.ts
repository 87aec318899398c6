// The best head for each attention pattern, and the selected head as lines over the prompt.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { FocusChangeEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { bars, numberTable, percents } from '../../../figures/number-table.ts';
import {
  bestHeads,
  describeHeadPattern,
  headName,
  headPatternLabel,
} from '../../chapter-stage/head-names.ts';
import type { Context } from '../context.ts';
import { attentionLines } from './attention-lines.ts';
import { halves } from './halves.ts';

export function bestOfPatterns(context: Context) {
  const { headPatterns, request } = context;
  const { layer, head } = request;
  const name = headName(headPatterns, layer, head);
  return halves(
    card(
      msg('Selected head'),
      msg(
        html`Head ${layer + 1}.${head + 1} over your prompt${name ? html`: <span class="query">${name}</span>` : ''}`,
      ),
      html`${attentionLines(context, request)}
      ${note(msg(html`<span class="query">Queries</span> on the right attend to <span class="key">keys</span> on the left. A stronger line means a larger weight. Select a query to see its weights.`))}`,
    ),
    card(
      msg('Head patterns'),
      msg('The best head for each pattern, on texts of the data set'),
      html`${numberTable(bestHeads(headPatterns), {
        names: {
          heading: msg('pattern'),
          cell: ({ headPattern: { habit } }) =>
            html`<span title=${msg(str`attends ${describeHeadPattern(habit)}`)}>${headPatternLabel(habit)}</span>`,
        },
        columns: [
          {
            heading: msg('best head'),
            cell: ({ layer, head, isClear }) =>
              html`<button class=${isClear ? '' : 'plain'} @click=${emit(() => new FocusChangeEvent({ layer, head }))}>${layer + 1}.${head + 1}</button>`,
          },
          percents(msg('share'), ({ score }) => score),
          bars(({ score }) => score),
          percents(msg('chance'), ({ headPattern }) => headPattern.chance),
        ],
        isMarked: (best) => best.isClear && best.layer === layer && best.head === head,
      })}
      ${note(msg('The video imagines a head in which adjectives update nouns. Training decides what a head does, and most heads have no simple task. Share: mean attention on the keys of the pattern, over queries that have such keys. Chance: the share of a head with uniform attention. A head is named for each pattern with a share of at least 40 %, twice the chance, and twice its attention at the same distances elsewhere.'))}`,
    ),
  );
}
