// The residual stream of the last token after each block, and the reach of attention.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { StreamResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { formatPercent, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { attentionDistance, attentionLayer } from '../attention-distance.ts';
import { type Context, tokenLabels } from '../context.ts';

export function streamByLayer({ stages }: StreamResult, { patterns, headTrace, request }: Context) {
  const rows = stages.map((stage) => {
    const layer = attentionLayer(stage.name, request.run.model);
    return { ...stage, reach: layer === undefined ? undefined : attentionDistance(patterns[layer]) };
  });
  return card(
    msg('Residual stream by layer'),
    msg(
      html`The vector after each attention and MLP block: <span class="query">${tokenLabels(headTrace).at(-1)}</span>`,
    ),
    html`${numberTable(rows, {
      names: { heading: msg('position'), cell: ({ meaning }) => meaning },
      columns: [
        {
          heading: msg('prediction'),
          title: msg('logit lens: the vector passed directly to the unembedding'),
          cell: ({ next: [guess] }) => `${tokenLabel(guess.text)} ${formatPercent(guess.probability)}`,
        },
        { ...bars(({ next: [guess] }) => guess.probability), kind: 'bars wide' },
        {
          heading: msg('added'),
          title: msg('length of the vector added by the block'),
          cell: ({ added }, i) => (i === 0 ? '' : formatSignificant(added)),
        },
        {
          heading: msg('cosine with input'),
          title: msg('cosine with the vector before the block; 1 if the direction did not change'),
          kind: 'wide',
          cell: ({ turn }, i) => (i === 0 ? '' : formatSigned(turn)),
        },
        {
          heading: msg('on other tokens'),
          title: msg('share of attention on other tokens, over all heads and tokens'),
          cell: ({ reach }) => (reach ? formatPercent(reach.offDiagonal) : ''),
        },
        {
          heading: msg('mean distance'),
          title: msg('mean distance between query and key'),
          kind: 'wide',
          cell: ({ reach }) => (reach ? msg(str`${formatSignificant(reach.meanDistance)} tokens`) : ''),
        },
      ],
      scrolls: msg('Blocks'),
    })}
    ${note(msg(str`Each block reads the outputs of earlier blocks, so later attention layers can move more abstract information than single words. GPT-3 has 96 such layers, this model ${patterns.length}.`))}`,
  );
}
