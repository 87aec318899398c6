// The blocks of the network, with attention highlighted, and the size of each block's output for the last vector.

import { msg, str } from '@lit/localize';
import { css, html } from 'lit';
import type { StreamResult } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { attentionDistance, attentionLayer } from '../attention-distance.ts';
import { choice } from '../choices.ts';
import { type Context, tokenLabels } from '../context.ts';

export const blocksStyles = css`
  .blocks {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    margin: 0;
    padding: 0;
    list-style: none;

    li {
      flex: 1 1 8.5rem;
      display: grid;
      align-content: start;
      gap: var(--space-2xs);
      padding: var(--space-m);
      border: 1px solid var(--line);
      border-radius: var(--radius-small);
      color: var(--muted);
      font-size: var(--size-small);
      font-variant-numeric: tabular-nums;
    }

    b {
      font-size: var(--size-body);
    }

    .attention {
      border-color: var(--query);
      background: var(--warning-soft);
      color: var(--text);

      b {
        color: var(--query);
      }
    }

    button {
      margin-top: var(--space-2xs);
      justify-self: start;
    }
  }
`;

export function blocks({ stages }: StreamResult, context: Context) {
  const { C, V, mlpWidth } = context.request.run.model;
  const tokens = tokenLabels(context.headTrace);
  const [start, ...after] = stages;
  const [guess] = stages[stages.length - 1].next;
  return card(
    msg('Blocks of the network'),
    msg(
      html`From ${tokens.length} tokens to a prediction: the last vector, <span class="query">${tokens.at(-1)}</span>`,
    ),
    html`<ol class="blocks">
      <li>${msg(html`<b>Embedding</b>each token becomes ${formatInteger(C)} numbers; length ${formatSignificant(start.norm)}`)}</li>
      ${after.map(({ meaning, added, name }) => {
        const layer = attentionLayer(name, context.request.run.model);
        return layer !== undefined
          ? attention(layer, added, context)
          : html`<li>${msg(html`<b>${meaning.replace('after ', '')}</b>${formatInteger(mlpWidth)} neurons for each token separately; adds a vector of length ${formatSignificant(added)}`)}</li>`;
      })}
      <li>${msg(html`<b>Unembedding</b>a logit for each of ${formatInteger(V)} tokens; most probable: “${tokenLabel(guess.text)}”, ${formatPercent(guess.probability)}`)}</li>
    </ol>
    ${note(msg('Attention is the only part where vectors of different tokens interact. All other parts process each token separately.'))}`,
  );
}

function attention(layer: number, added: number, { patterns, request }: Context) {
  const { H, mlpWidth, parallelResidual } = request.run.model;
  const isParallel = parallelResidual && mlpWidth > 0;
  const { offDiagonal } = attentionDistance(patterns[layer]);
  const showHeads = emit(() => [new FocusChangeEvent({ layer }), choice({ view: 'grid' })]);
  return html`<li class="attention">
    ${msg(html`<b>${isParallel ? msg(str`Block ${layer + 1}`) : msg(str`Attention ${layer + 1}`)}</b> ${formatInteger(H)} heads; ${formatPercent(offDiagonal)} of their attention is on other tokens; ${isParallel ? msg(str`beside them ${formatInteger(mlpWidth)} neurons for each token separately; `) : ''}adds a vector of length ${formatSignificant(added)}`)}
    <button @click=${showHeads}>${msg('Show heads')}</button>
  </li>`;
}
