// What was trained here before, with one click to go on with it.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { RunCard } from '../../../workers/lab-api.ts';
import { KeptRunEvent } from '../../events.ts';
import { baseStyles } from '../../styles/base.styles.ts';
import { ago } from '../ago.ts';
import { whole } from '../numbers.ts';
import { runOfferStyles } from './run-offer.styles.ts';

/**
 * @property card - the run to go on with
 * @fires lab-kept-run - `go-on` or `later`
 */
@customElement('lab-run-offer')
export class RunOffer extends LitElement {
  static override styles = [baseStyles, runOfferStyles];

  @property({ attribute: false }) card?: RunCard;

  protected override render() {
    const { card } = this;
    if (!card) return nothing;
    const { name, preset, step, steps, changed, training } = card;
    const act = (action: 'go-on' | 'later') => () => this.dispatchEvent(new KeptRunEvent(action, card));
    return html`<p>
        <b>Go on with “${name}”?</b>
        ${name === preset ? 'It' : html`This run of ${preset}`} reached step ${whole(step)} of
        ${whole(steps)}${training ? ', still being trained,' : ''} ${ago(changed, Date.now())}.
      </p>
      <div class="buttons">
        <button class="primary" @click=${act('go-on')}>${training ? 'Go on training' : 'Go on'}</button>
        <button @click=${act('later')}>Not now</button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-run-offer': RunOffer;
  }
}
