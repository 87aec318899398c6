// What training asks: at every place of the text, the next token; each answer known, each a little loss.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PrefixReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/bar.ts';
import { percent, whole } from '../../../../views/numbers.ts';
import { figures } from '../../../../views/quantities.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { panelStyles } from '../../panel.styles.ts';

/** @property prefixes - the guess after every beginning of the text */
@customElement('lab-every-prefix')
export class EveryPrefix extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) prefixes: readonly PrefixReading[] = [];

  override render() {
    const asked = this.prefixes.flatMap(({ actual }) => (actual ? [actual.loss] : []));
    const mean = asked.reduce((sum, loss) => sum + loss, 0) / asked.length;
    return html`
      <section class="card" aria-label="Every beginning is a question">
        <h2>In training every vector guesses, not only the last</h2>
        <div class="scroll" tabindex="0"><table class="prefixes">
          <thead>
            <tr>
              <th scope="col">text up to</th>
              <th scope="col">likeliest next</th>
              <th scope="col">what follows</th>
              <td></td>
              <th scope="col" title="−ln of its probability: 0 if it was certain">loss</th>
            </tr>
          </thead>
          <tbody>
            ${this.prefixes.map(
              ({ token, next: [best], actual }) => html`<tr class=${actual ? '' : 'marked'}>
                <th scope="row">… ${tokenLabel(token.text)}</th>
                <td>${tokenLabel(best.text)} ${percent(best.probability)}</td>
                <td>${actual ? html`${tokenLabel(actual.text)} ${percent(actual.probability)}` : 'not yet known'}</td>
                <td class="bars">${actual ? bar(actual.probability) : ''}</td>
                <td>${actual ? figures(actual.loss) : ''}</td>
              </tr>`,
            )}
          </tbody>
        </table></div>
        <p class="explained">
          One text of ${whole(this.prefixes.length)} tokens asks ${whole(asked.length)} questions with known answers at once${
            asked.length > 0 ? html`, with a mean loss of <b>${figures(mean)}</b> here` : ''
          }. That is why the network is trained on all of them though only the last, yellow, is used to write.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-every-prefix': EveryPrefix;
  }
}
