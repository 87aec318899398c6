// The last token is the same; what stands before it makes another guess of it.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatPercent } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { WindowPrediction } from '../../stage-data.ts';

/**
 * @property prompt - its tokens as read
 * @property windows - the guess from the last few tokens alone
 */
@customElement('lab-context-predictions')
export class ContextPredictions extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) prompt: readonly string[] = [];
  @property({ attribute: false }) windows: readonly WindowPrediction[] = [];

  override render() {
    const last = tokenLabel(this.prompt[this.prompt.length - 1] ?? '');
    return html`<section class="card" aria-label="What the text before does">
      <h2>The last vector makes the guess; the text before makes the vector</h2>
      <div class="scroll" tabindex="0"><table class="windows">
        <thead>
          <tr><th scope="col">before “${last}”</th><th scope="col">most probable next</th></tr>
        </thead>
        <tbody>
          ${this.windows.map(
            ({ size, next }) => html`<tr>
              <th scope="row">${size === 1 ? 'nothing' : this.prompt.slice(-size, -1).map(tokenLabel).join(' ')}</th>
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
        A chatbot is this loop with a scene set before: a text that says a helpful assistant answers, then what the user
        says, and the model goes on. Yours is too small to chat, but the same holds for it: change the beginning of the
        prompt, and another continuation becomes likely.
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-context-predictions': ContextPredictions;
  }
}
