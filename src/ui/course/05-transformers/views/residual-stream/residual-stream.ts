// How the last token's vector moves, block by block, and what the model would say if it stopped there.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StreamResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { Kind } from '../point-cloud/point-cloud.ts';
import '../point-cloud/point-cloud.ts';

const PREDICTION_COUNT = 3;

/**
 * @property result - the stream of the last token
 * @property token - that token
 * @property vocabulary - all tokens
 * @property flat - whether its way is drawn on paper
 */
@customElement('lab-residual-stream')
export class ResidualStream extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) result?: StreamResult;
  @property() token = '';
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ type: Boolean }) flat = false;

  override render() {
    if (!this.result) return html`<p class="explained">Following the vector …</p>`;
    const { stages } = this.result;
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
                  <td>${formatSignificant(norm)}</td>
                  <td class="wide">${i > 0 ? formatSignificant(added) : nothing}</td>
                  <td class="wide">${i > 0 ? formatSigned(turn) : nothing}</td>
                  <td>
                    ${next
                      .slice(0, PREDICTION_COUNT)
                      .map(
                        ({ text, probability }) =>
                          html`<span class="guess">${tokenLabel(text)} ${formatPercent(probability)}</span>`,
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
      ${this.#renderPath(this.result)}
    `;
  }

  /** The vector's places, one arrow a block, among the embeddings of all tokens. */
  #renderPath({ words, stages }: StreamResult) {
    const start = this.vocabulary.length;
    const places = stages.map((_, i) => start + i);
    const kinds = new Map<number, Kind>(places.map((id) => [id, id === start ? 'near' : 'chosen']));
    return html`<section class="card" aria-label="The way, drawn">
      <h2>The same way among the embeddings of all ${formatInteger(start)} tokens</h2>
      <lab-point-cloud
        .points=${[...words.data, ...stages.flatMap(({ point }) => point)]}
        .names=${[...this.vocabulary, ...stages.map(({ meaning }) => meaning)]}
        .kinds=${kinds}
        .arrows=${places.slice(1).map((to) => ({ from: to - 1, to }))}
        .flat=${this.flat}
        summary="The vector’s way through ${formatInteger(stages.length)} places, from token + position to the last block."
      ></lab-point-cloud>
      <p class="explained">
        Drawn on the axes of the embeddings’ widest spread, and at the embeddings’ usual length: what reads the vector looks at
        its direction alone. Each block turns it; where it points at the end, the unembedding
        reads as a guess.
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-residual-stream': ResidualStream;
  }
}
