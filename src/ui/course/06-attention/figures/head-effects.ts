// The direct effect of one head's output ΔE on the logits.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import type { TokenScore } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import type { Context } from '../context.ts';

export const headEffectsStyles = css`
  .effects {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-l);
  }
`;

export const headEffects = ({ headTrace: { promoted, suppressed }, request: { head } }: Context) =>
  card(
    msg('Direct effect on logits'),
    msg('Direct effect of ΔE on the logits'),
    html`<div class="effects">${logits('promoted', promoted[head])} ${logits('suppressed', suppressed[head])}</div>
    ${note(msg('The change of each token’s logit if ΔE went directly to the unembedding, with the scale of the final norm held constant. Later layers can use ΔE in other ways.'))}`,
  );

const logits = (title: string, tokens: readonly TokenScore[]) =>
  numberTable(tokens, {
    names: { heading: title, cell: ({ text }) => tokenLabel(text) },
    columns: [{ heading: msg('logit'), cell: ({ score }) => formatSigned(score) }],
  });
