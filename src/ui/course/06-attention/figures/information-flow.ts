// The attention of all heads to every earlier token, from the selected query, and the prediction from the last vector.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import { card, note } from '../../../figures/card.ts';
import '../../../views/text/next-token/next-token.ts';
import { type Context, tokenLabels } from '../context.ts';
import { attentionLines, layerColour } from './attention-lines.ts';
import { halves } from './halves.ts';

export const informationFlowStyles = css`
  .layers {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-l);
    color: var(--muted);
    font-size: var(--size-small);

    i {
      display: inline-block;
      width: 1rem;
      margin-inline-end: var(--space-xs);
      border-top: 3px solid var(--colour);
      vertical-align: middle;
    }
  }
`;

export function informationFlow(context: Context) {
  const { headTrace, patterns, inspection } = context;
  const tokens = tokenLabels(headTrace);
  const heads = patterns.reduce((sum, { shape }) => sum + shape[0], 0);
  return halves(
    card(
      msg('Attention of all heads'),
      msg(html`Attention of <span class="query">${tokens[headTrace.query]}</span> in all ${heads} heads`),
      attentionLines(context),
      html`<p class="layers">
        ${patterns.map((_, layer) => html`<span>${msg(html`<i style="--colour: ${layerColour(layer)}"></i>layer ${layer + 1}`)}</span>`)}
        <span>${msg('percent: mean weight over all heads')}</span>
      </p>`,
    ),
    card(
      msg('Prediction from the last vector'),
      msg('Prediction from the last vector alone'),
      html`<lab-next-token .next=${inspection.next} .most=${6}></lab-next-token>
      ${note(msg(html`The prediction depends only on the vector of “${tokens.at(-1)}”. Information from an earlier token, such as a clue in a mystery novel, must reach that vector along these lines, in one layer or in several steps.`))}`,
    ),
    1.5,
  );
}
