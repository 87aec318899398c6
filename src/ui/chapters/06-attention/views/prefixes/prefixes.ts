// Every beginning of the prompt as an example of its own: what is guessed after it, what really follows, and the loss.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PrefixReading } from '../../../../../workers/lab-api.ts';
import { FocusChangeEvent } from '../../../../events.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/bar.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { loss } from '../../../../views/quantities.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { panelStyles } from '../../panel.styles.ts';

/** Tokens of a beginning that are written out. */
const WRITTEN = 5;

/**
 * @property prefixes - in the order of the text
 * @property token - the chosen query
 * @property rows - texts of a training batch
 * @property contextLength - tokens of each
 * @fires lab-focus - another query
 */
@customElement('lab-prefixes')
export class Prefixes extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) prefixes: readonly PrefixReading[] = [];
  @property({ type: Number }) token = 0;
  @property({ type: Number }) rows = 1;
  @property({ type: Number }) contextLength = 1;

  override render() {
    const told = this.prefixes.flatMap(({ actual }) => (actual ? [actual.loss] : []));
    const mean = told.reduce((a, b) => a + b, 0) / told.length;
    return html`
      <section class="card" aria-label="Every prefix">
        <h2>One text, ${this.prefixes.length} guesses, all in one pass</h2>
        <table class="prefixes">
          <thead>
            <tr>
              <th scope="col">after</th><th scope="col">it guesses</th>
              <th scope="col">what follows</th><th scope="col">given</th><td class="bars wide"></td>
              <th scope="col" title="minus the logarithm of that probability">loss</th>
            </tr>
          </thead>
          <tbody>${this.prefixes.map((prefix, i) => this.#row(prefix, i))}</tbody>
          <tfoot>
            <tr><th scope="row">mean</th><td></td><td></td><td></td><td class="wide"></td><td class="mean">${told.length > 0 ? loss(mean) : ''}</td></tr>
          </tfoot>
        </table>
        <p class="explained">
          While it trains, the network guesses after every beginning of ${whole(this.rows)} texts of ${whole(this.contextLength)}
          tokens at once: ${whole(this.rows * this.contextLength)} examples a step. It would be no guess if a token could look
          at those behind it: that is what the mask is for.
        </p>
      </section>
    `;
  }

  #row({ next, actual }: PrefixReading, i: number) {
    const words = this.prefixes
      .slice(Math.max(0, i + 1 - WRITTEN), i + 1)
      .map(({ token }) => tokenLabel(token.text));
    const pick = () => this.dispatchEvent(new FocusChangeEvent({ token: i }));
    const right = actual?.id === next[0].id;
    return html`<tr class=${i === this.token ? 'marked' : ''}>
      <th scope="row"><button class="plain" @click=${pick}>${i + 1 > WRITTEN ? '… ' : ''}${words.join(' ')}</button></th>
      <td>${tokenLabel(next[0].text)} ${percent(next[0].probability)}</td>
      <td>${actual ? html`${tokenLabel(actual.text)}${right ? ' ✓' : ''}` : 'the end of the prompt'}</td>
      <td>${actual ? percent(actual.probability) : ''}</td>
      <td class="bars wide">${actual ? bar(actual.probability) : ''}</td>
      <td>${actual ? loss(actual.loss) : ''}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-prefixes': Prefixes;
  }
}
