// The context window, and predictions from shorter contexts.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TokenProbability } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { contextWindowStyles } from './context-window.styles.ts';

/** Predictions from the last few tokens alone. */
export interface WindowPrediction {
  readonly size: number;
  readonly next: readonly TokenProbability[];
}

/** Context length and embedding dimension of GPT-3. */
const GPT3 = { T: 2048, C: 12_288 };
const PREDICTION_COUNT = 3;

/**
 * The used positions of the context window, and a table of predictions by context length.
 *
 * @property tokens - Tokens in the context.
 * @property cut - Number of tokens before the context window.
 * @property contextLength - Context length T of the model.
 * @property width - Embedding dimension C of the model.
 * @property windows - Predictions from the last few tokens alone.
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
      <section class="card" aria-label=${msg('Context window')}>
        <h2>${msg(str`Context: ${formatInteger(length)} of ${formatInteger(T)} positions used`)}</h2>
        <div class="places" role="img" aria-label=${msg(str`${formatInteger(length)} positions used, ${formatInteger(T - length)} free.`)}>
          ${Array.from(
            { length: T },
            (_, place) =>
              html`<i
                class=${place === length - 1 ? 'last' : place < length ? 'taken' : ''}
                title=${this.tokens[place] ? tokenLabel(this.tokens[place].text) : msg('free')}
              ></i>`,
          )}
        </div>
        ${
          this.cut > 0
            ? html`<p>${msg(html`<b>${formatInteger(this.cut)} earlier tokens are outside the context window:</b> the prompt is too long.`)}</p>`
            : nothing
        }
        <p class="explained">
          ${msg(str`Each position has a vector of ${formatInteger(C)} numbers; the last one, in yellow, gives the prediction. GPT-3 has ${formatInteger(GPT3.T)} positions with vectors of ${formatInteger(GPT3.C)}. Earlier text cannot affect the prediction.`)}
        </p>
      </section>
      <section class="card" aria-label=${msg('Shorter contexts')}>
        <h2>${msg('Predictions from shorter contexts')}</h2>
        <div class="scroll" tabindex="0"><table class="windows">
          <thead>
            <tr><th scope="col">${msg('context')}</th><th scope="col">${msg('most probable next tokens')}</th></tr>
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
      <th scope="row">${size === this.tokens.length ? msg(str`all ${formatInteger(size)}`) : msg(str`the last ${formatInteger(size)}`)}: <span class="data">${shown.join(' ')}</span></th>
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
