// How the last token's vector moves, block by block, and what the model would say if it stopped there.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StreamReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { percent, signed } from '../../../../views/numbers.ts';
import { figures } from '../../../../views/quantities.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { bar } from '../../controls.ts';
import { panelStyles } from '../../panel.styles.ts';

const GUESSES = 3;

/**
 * @property reading - the stream of the last token
 * @property token - that token
 */
@customElement('lab-residual-stream')
export class ResidualStream extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) reading?: StreamReading;
  @property() token = '';

  override render() {
    if (!this.reading) return html`<p class="explained">Following the vector …</p>`;
    const { stages } = this.reading;
    const longest = Math.max(...stages.map(({ norm }) => norm));
    return html`
      <section class="card" aria-label="The vector’s way">
        <h2>The vector of “${tokenLabel(this.token)}” on its way through the network</h2>
        <div class="scroll" tabindex="0"><table class="stages">
          <thead>
            <tr>
              <th scope="col">place</th>
              <td class="wide"></td>
              <th scope="col">length</th>
              <th scope="col" class="wide" title="length of what the block added">added</th>
              <th scope="col" class="wide" title="1 if it still points where it pointed before the block">cosine with before</th>
              <th scope="col">would say next</th>
            </tr>
          </thead>
          <tbody>
            ${stages.map(
              ({ meaning, norm, added, turn, next }, i) => html`
                <tr>
                  <th scope="row">${meaning}</th>
                  <td class="bars wide">${bar(norm / longest)}</td>
                  <td>${figures(norm)}</td>
                  <td class="wide">${i > 0 ? figures(added) : nothing}</td>
                  <td class="wide">${i > 0 ? signed(turn) : nothing}</td>
                  <td>
                    ${next
                      .slice(0, GUESSES)
                      .map(
                        ({ text, probability }) =>
                          html`<span class="guess">${tokenLabel(text)} ${percent(probability)}</span>`,
                      )}
                  </td>
                </tr>
              `,
            )}
          </tbody>
        </table></div>
        <p class="explained">
          Each block adds to the vector (the residual stream). The last column is the logit lens: the vector as it is at that
          place, sent straight through the last layer norm and the unembedding.
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-residual-stream': ResidualStream;
  }
}
