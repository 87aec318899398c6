// What every head habitually does, in numbers, each beside what chance would give; and one head switched off.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AblationReading, HabitReading } from '../../../../../workers/lab-api.ts';
import { FocusChangeEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/next-token/next-token.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { AblateEvent } from '../../events.ts';
import { bar } from '../../numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { headTableStyles } from './head-table.styles.ts';

/** Where each habit looks. */
const MEANINGS: Readonly<Record<HabitReading['habit'], string>> = {
  'previous token': 'at the token just before',
  'same token': 'at places with its own token, its own place included',
  'first token': 'at the first token of the text',
  induction: 'at what followed the last times its token appeared',
};

/**
 * @property habits - every head's scores
 * @property rows - texts they were taken on
 * @property layer - of the head in focus
 * @property head - the head in focus
 * @property ablation - the network with and without the head in focus; left out where it is on
 * @property kind - how the head is switched off, if it is
 * @fires lab-focus - another head
 * @fires lab-ablate - the head is to be switched off or on
 */
@customElement('lab-head-table')
export class HeadTable extends LitElement {
  static override styles = [baseStyles, panelStyles, headTableStyles];

  @property({ attribute: false }) habits: readonly HabitReading[] = [];
  @property({ type: Number }) rows = 0;
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;
  @property({ attribute: false }) ablation?: AblationReading;
  @property() kind?: 'zero' | 'mean';

  override render() {
    return html`${this.#ablation()} ${this.rows > 0 ? this.#scores() : nothing}`;
  }

  #scores() {
    const heads = (this.habits[0]?.scores ?? []).flatMap((layer, l) => layer.map((_, h) => [l, h] as const));
    return html`
      <section class="card" aria-label="Scores of every head">
        <h2>What each head does: mean share of attention, on ${whole(this.rows)} texts of the data set</h2>
        <table class="scores">
          <thead>
            <tr>
              <th scope="col">head</th>
              ${this.habits.map(({ habit }) => html`<th scope="col" title="looks ${MEANINGS[habit]}">${habit}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${heads.map(
              ([l, h]) => html`
                <tr class=${l === this.layer && h === this.head ? 'marked' : ''}>
                  <th scope="row">
                    <button class="plain" @click=${() => this.dispatchEvent(new FocusChangeEvent({ layer: l, head: h }))}>
                      ${l + 1}.${h + 1}
                    </button>
                  </th>
                  ${this.habits.map(
                    ({ scores, queries }) => html`
                      <td>${queries > 0 ? percent(scores[l][h]) : '–'} ${bar(scores[l][h])}</td>
                    `,
                  )}
                </tr>
              `,
            )}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">chance</th>
              ${this.habits.map(
                ({ chance, queries }) => html`
                  <td>${queries > 0 ? percent(chance) : '–'} ${bar(chance)}</td>
                `,
              )}
            </tr>
          </tfoot>
        </table>
        <p class="explained">
          ${this.habits.map(({ habit }) => html`<b>${habit}</b>: looks ${MEANINGS[habit]}. `)} Chance is what a head scores
          that looks at all visible tokens alike; – where these texts give no occasion.
        </p>
      </section>
    `;
  }

  #ablation() {
    const press = (kind: 'zero' | 'mean' | undefined) => () => this.dispatchEvent(new AblateEvent(kind));
    const name = `head ${this.layer + 1}.${this.head + 1}`;
    const choices = [
      ['on', undefined],
      ['off: zero', 'zero'],
      ['off: its mean', 'mean'],
    ] as const;
    return html`
      <section class="card ablation" aria-label="Switch ${name} off">
        <h2>Switch ${name} off</h2>
        <div class="pills" role="group" aria-label="State of ${name}">
          ${choices.map(([label, kind]) => html`<button aria-pressed=${this.kind === kind} @click=${press(kind)}>${label}</button>`)}
        </div>
        ${this.kind ? this.#difference(this.ablation) : nothing}
        <p class="explained">
          Its output becomes zero, or the mean it has over held-out text, wherever the network runs for this picture. The
          weights are never touched: on again is exactly as before.
        </p>
      </section>
    `;
  }

  #difference(ablation: AblationReading | undefined) {
    if (!ablation) return html`<p>Running the network without it …</p>`;
    const { whole: on, ablated } = ablation;
    const change = ablated.loss - on.loss;
    return html`
      <p class="loss">
        Loss on held-out batches: ${on.loss.toFixed(3)} → <b>${ablated.loss.toFixed(3)}</b>
        (${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(3)})
      </p>
      <p>It goes on, always with the likeliest token: “${on.text}” → <b>“${ablated.text}”</b></p>
      <lab-next-token .next=${on.next} .changed=${ablated.next} .change=${'without it'} .most=${5}></lab-next-token>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-table': HeadTable;
  }
}
