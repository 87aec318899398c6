// Ablation of one head: its effect on loss, next token and generated text.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import type { AblationResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import '../../../views/text/next-token/next-token.ts';
import { formatInteger } from '../../../format/numbers.ts';
import { formatLoss } from '../../../format/quantities.ts';
import { choice } from '../choices.ts';
import { type Context, headLabel } from '../context.ts';

const STATES = [
  ['on', undefined],
  [msg('off: zero'), 'zero'],
  [msg('off: mean'), 'mean'],
  [msg('off: resample'), 'resample'],
] as const;

export const ablationStyles = css`
  .texts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-2xs) var(--space-m);
    font-size: var(--size-compact);

    dt {
      color: var(--muted);
    }

    .without {
      color: var(--negative);
    }
  }
`;

/** A switch for the selected head, and the results with and without it. */
export function ablation({ ablate, seed = 1, lenses, request }: Context) {
  const name = headLabel({ request });
  const result = request.options.ablate === ablate ? lenses['head-ablation'] : undefined;
  return card(
    msg(str`Ablate ${name}`),
    msg(html`Ablate <span class="query">${name}</span>`),
    html`<div class="pills" role="group" aria-label=${msg(str`State of ${name}`)}>
      ${STATES.map(([label, kind]) => html`<button aria-pressed=${ablate === kind} @click=${emit(() => choice({ ablate: kind }))}>${label}</button>`)}
    </div>`,
    html`${!ablate ? nothing : result ? difference(result, seed) : html`<p>${msg('Loading …')}</p>`}
    ${note(msg('Ablation replaces the head’s output with zero, with its mean over held-out text, or with its output in another row of it, in this view. The weights do not change.'))}`,
  );
}

function difference({ whole, ablated, change, interval, rows }: AblationResult, seed: number) {
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${formatLoss(Math.abs(value))}`;
  return html`
    <p class="loss">
      ${msg(html`Loss on ${formatInteger(rows)} held-out rows: ${formatLoss(whole.loss)} → <b>${formatLoss(ablated.loss)}</b> (${signed(change)}${interval.some(Number.isNaN) ? '' : msg(str`, 95 % between ${signed(interval[0])} and ${signed(interval[1])}`)})`)}
    </p>
    <lab-next-token .next=${whole.next} .changed=${ablated.next} .change=${msg('without the head')} .most=${5}></lab-next-token>
    <dl class="texts">
      <dt>${msg('with the head')}</dt><dd>${whole.text}</dd>
      <dt>${msg('without the head')}</dt><dd class="without">${ablated.text}</dd>
    </dl>
    <div class="controls">
      <button @click=${emit(() => choice({ seed: seed + 1 }))}>${msg('Generate other texts')}</button>
      <span class="explained">${msg('Both texts use the same random numbers, so they differ only because of the probabilities.')}</span>
    </div>
  `;
}
