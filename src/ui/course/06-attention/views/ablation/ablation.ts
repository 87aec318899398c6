// Ablation of one head: its effect on loss, next token and generated text.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AblationResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/next-token/next-token.ts';
import { formatInteger } from '../../../../format/numbers.ts';
import { formatLoss } from '../../../../format/quantities.ts';
import { type Choices, choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';

const CHOICES = [
  ['on', undefined],
  [msg('off: zero'), 'zero'],
  [msg('off: mean'), 'mean'],
  [msg('off: resample'), 'resample'],
] as const;

const ablationStyles = css`
  .texts {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: var(--space-2xs) var(--space-m);
    font-size: var(--size-compact);
  }

  dt {
    color: var(--muted);
  }

  dd.without {
    color: var(--negative);
  }
`;

/**
 * A switch for one head, and the results with and without it.
 *
 * @property layer - Layer of the selected head.
 * @property head - The selected head.
 * @property kind - How the head is ablated; undefined if it is on.
 * @property seed - Seed of the generated texts.
 * @property result - Results with and without the head; undefined while they are computed.
 * @fires lab-choice - The visitor ablates the head, turns it on, or generates new texts.
 */
@customElement('lab-ablation')
export class Ablation extends LitElement {
  static override styles = [baseStyles, panelStyles, ablationStyles];

  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;
  @property() kind?: Choices['ablate'];
  @property({ type: Number }) seed = 1;
  @property({ attribute: false }) result?: AblationResult;

  override render() {
    const name = msg(str`head ${this.layer + 1}.${this.head + 1}`);
    const choose = (ablate: Choices['ablate']) => () => this.dispatchEvent(choice({ ablate }));
    return html`
      <section class="card ablation" aria-label=${msg(str`Ablate ${name}`)}>
        <h2>${msg(html`Ablate <span class="query">${name}</span>`)}</h2>
        <div class="pills" role="group" aria-label=${msg(str`State of ${name}`)}>
          ${CHOICES.map(([label, kind]) => html`<button aria-pressed=${this.kind === kind} @click=${choose(kind)}>${label}</button>`)}
        </div>
        ${this.kind ? this.#renderDifference(this.result) : nothing}
        <p class="explained">
          ${msg('Ablation replaces the head’s output with zero, with its mean over held-out text, or with its output in another row of it, in this view. The weights do not change.')}
        </p>
      </section>
    `;
  }

  #renderDifference(reading: AblationResult | undefined) {
    if (!reading) return html`<p>${msg('Loading …')}</p>`;
    const { whole, ablated, change, interval, rows } = reading;
    const signed = (value: number) => `${value < 0 ? '−' : '+'}${formatLoss(Math.abs(value))}`;
    const resample = () => this.dispatchEvent(choice({ seed: this.seed + 1 }));
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
        <button @click=${resample}>${msg('Generate other texts')}</button>
        <span class="explained">${msg('Both texts use the same random numbers, so they differ only because of the probabilities.')}</span>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-ablation': Ablation;
  }
}
