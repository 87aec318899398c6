// How many vectors the network works on at once, and what it would guess if it saw fewer of them.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { WindowPrediction } from '../../stage-data.ts';
import { contextWindowStyles } from './context-window.styles.ts';

/** GPT-3's context, and the width of its vectors. */
const GPT3 = { T: 2048, C: 12_288 };
const PREDICTION_COUNT = 3;

/**
 * @property tokens - what the model read
 * @property cut - how many tokens before them it cannot see
 * @property contextLength, width - T and C of the model
 * @property windows - what is guessed from the last few tokens alone
 */
@customElement('lab-context-window')
export class ContextWindow extends LitElement {
  static override styles = [baseStyles, panelStyles, contextWindowStyles];

  @property({ attribute: false }) tokens: readonly { id: number; text: string }[] = [];
  @property({ type: Number }) cut = 0;
  @property({ type: Number }) contextLength = 1;
  @property({ type: Number }) width = 1;
  @property({ attribute: false }) windows: readonly WindowPrediction[] = [];

  override render() {
    const { length } = this.tokens;
    const { contextLength: T, width: C } = this;
    return html`
      <section class="card" aria-label="Context window">
        <h2>Context: ${formatInteger(length)} of ${formatInteger(T)} places are taken</h2>
        <div class="places" role="img" aria-label="${formatInteger(length)} taken places, ${formatInteger(T - length)} free ones.">
          ${Array.from(
            { length: T },
            (_, place) =>
              html`<i
                class=${place === length - 1 ? 'last' : place < length ? 'taken' : ''}
                title=${this.tokens[place] ? tokenLabel(this.tokens[place].text) : 'free'}
              ></i>`,
          )}
        </div>
        ${
          this.cut > 0
            ? html`<p><b>${formatInteger(this.cut)} tokens before these are out of sight:</b> the prompt is longer than the context.</p>`
            : nothing
        }
        <p class="explained">
          A place holds one vector of ${formatInteger(C)} numbers; the last one, yellow, makes the guess. GPT-3 has
          ${formatInteger(GPT3.T)} places for vectors of ${formatInteger(GPT3.C)}. What lies further back cannot influence anything.
        </p>
      </section>
      <section class="card" aria-label="Seeing less">
        <h2>What it would guess if it saw less</h2>
        <div class="scroll" tabindex="0"><table class="windows">
          <thead>
            <tr><th scope="col">it sees</th><th scope="col">most probable next</th></tr>
          </thead>
          <tbody>
            ${this.windows.map(({ size, next }) => this.#row(size, next))}
          </tbody>
        </table></div>
      </section>
    `;
  }

  #row(size: number, next: WindowPrediction['next']) {
    const visibleTokens = this.tokens.slice(-size).map(({ text }) => tokenLabel(text));
    const shown = visibleTokens.length > 4 ? ['…', ...visibleTokens.slice(-3)] : visibleTokens;
    return html`<tr>
      <th scope="row">${size === this.tokens.length ? 'all' : 'the last'} ${formatInteger(size)}: <span class="data">${shown.join(' ')}</span></th>
      <td>
        ${next
          .slice(0, PREDICTION_COUNT)
          .map(
            ({ text, probability }) =>
              html`<span class="guess">${tokenLabel(text)} ${formatPercent(probability)}</span>`,
          )}
      </td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-context-window': ContextWindow;
  }
}
