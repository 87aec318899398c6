// One head switched off by a click: what it does to the loss, to the next token, and to the text that is drawn.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AblationResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/next-token/next-token.ts';
import { formatLoss } from '../../../../format/quantities.ts';
import { ChoiceEvent, type Choices } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';

const CHOICES = [
  ['on', undefined],
  ['off: zero', 'zero'],
  ['off: its mean', 'mean'],
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
 * @property layer - of the head in focus
 * @property head - the head in focus
 * @property kind - how it is switched off, if it is
 * @property seed - of the texts
 * @property result - the network with and without it; left out while it is being run
 * @fires lab-choice - the head is to be switched off or on, other texts are to be drawn
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
    const name = `head ${this.layer + 1}.${this.head + 1}`;
    const choose = (ablate: Choices['ablate']) => () => this.dispatchEvent(new ChoiceEvent({ ablate }));
    return html`
      <section class="card ablation" aria-label="Switch ${name} off">
        <h2>Switch <span class="query">${name}</span> off</h2>
        <div class="pills" role="group" aria-label="State of ${name}">
          ${CHOICES.map(([label, kind]) => html`<button aria-pressed=${this.kind === kind} @click=${choose(kind)}>${label}</button>`)}
        </div>
        ${this.kind ? this.#renderDifference(this.result) : nothing}
        <p class="explained">
          Its output becomes zero, or the mean it has over held-out text, wherever the network runs for this picture. The
          weights are never touched: on again is exactly as before.
        </p>
      </section>
    `;
  }

  #renderDifference(reading: AblationResult | undefined) {
    if (!reading) return html`<p>Running the network without it …</p>`;
    const { whole, ablated } = reading;
    const change = ablated.loss - whole.loss;
    const resample = () => this.dispatchEvent(new ChoiceEvent({ seed: this.seed + 1 }));
    return html`
      <p class="loss">
        Loss on held-out batches: ${formatLoss(whole.loss)} → <b>${formatLoss(ablated.loss)}</b>
        (${change < 0 ? '−' : '+'}${formatLoss(Math.abs(change))})
      </p>
      <lab-next-token .next=${whole.next} .changed=${ablated.next} .change=${'without it'} .most=${5}></lab-next-token>
      <dl class="texts">
        <dt>goes on</dt><dd>${whole.text}</dd>
        <dt>without it</dt><dd class="without">${ablated.text}</dd>
      </dl>
      <div class="controls">
        <button @click=${resample}>Draw other texts</button>
        <span class="explained">Drawn with the same luck: they differ where the probabilities do.</span>
      </div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-ablation': Ablation;
  }
}
