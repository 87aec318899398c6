// Predictions for the same last token with different contexts.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { WindowPrediction } from '../context-window/context-window.ts';

/**
 * A table of predictions by context.
 *
 * @property prompt - Tokens of the prompt.
 * @property windows - Predictions from the last few tokens alone.
 */
@customElement('lab-context-predictions')
export class ContextPredictions extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) prompt: readonly string[] = [];
  @property({ attribute: false }) windows: readonly WindowPrediction[] = [];

  override render() {
    const last = tokenLabel(this.prompt[this.prompt.length - 1] ?? '');
    return html`<section class="card" aria-label=${msg('Effect of the context')}>
      <h2>${msg('The prediction depends on the last vector, which depends on the context')}</h2>
      <div class="scroll" tabindex="0"><table class="windows">
        <thead>
          <tr><th scope="col">${msg(str`context before “${last}”`)}</th><th scope="col">${msg('most probable next tokens')}</th></tr>
        </thead>
        <tbody>
          ${this.windows.map(
            ({ size, next }) => html`<tr>
              <th scope="row">${size === 1 ? msg('nothing') : this.prompt.slice(-size, -1).map(tokenLabel).join(' ')}</th>
              <td>
                ${next
                  .slice(0, 3)
                  .map(
                    ({ text, probability }) =>
                      html`<span class="guess">${tokenLabel(text)} ${formatPercent(probability)}</span>`,
                  )}
              </td>
            </tr>`,
          )}
        </tbody>
      </table></div>
      <p class="explained">
        ${msg('A chatbot is this loop with a system prompt: a text that describes a helpful assistant, then the user’s message, which the model continues. Your model is too small to chat, but the effect is the same: change the beginning of the prompt to make other continuations probable.')}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-context-predictions': ContextPredictions;
  }
}
