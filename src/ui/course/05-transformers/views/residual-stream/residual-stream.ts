// The residual stream of the last token, block by block, with the logit lens.

import { msg, str } from '@lit/localize';
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
 * A table and a plot of the last token's vector after each block.
 *
 * @property result - The residual stream of the last token.
 * @property token - The last token.
 * @property vocabulary - All tokens.
 * @property flat - Whether the plot has two dimensions.
 */
@customElement('lab-residual-stream')
export class ResidualStream extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) result?: StreamResult;
  @property() token = '';
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ type: Boolean }) flat = false;

  override render() {
    if (!this.result) return html`<p class="explained">${msg('Loading …')}</p>`;
    const { stages } = this.result;
    const longest = Math.max(...stages.map(({ norm }) => norm));
    return html`
      <section class="card" aria-label=${msg('Residual stream')}>
        <h2>${msg(str`The vector of “${tokenLabel(this.token)}” after each block`)}</h2>
        <div class="scroll" tabindex="0"><table class="stages">
          <thead>
            <tr>
              <th scope="col">${msg('position')}</th>
              <td class="wide"></td>
              <th scope="col">${msg('length')}</th>
              <th scope="col" class="wide" title=${msg('length of the vector added by the block')}>${msg('added')}</th>
              <th scope="col" class="wide" title=${msg('1 if the block did not change the direction')}>${msg('cosine with input')}</th>
              <th scope="col">${msg('prediction')}</th>
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
          ${msg('Each block adds to the vector (the residual stream). The last column is the logit lens: the vector at that position, passed through the final norm and the unembedding.')}
        </p>
      </section>
      ${this.#renderPath(this.result)}
    `;
  }

  /** The vector after each block, connected by arrows, among the embeddings of all tokens but bytes. */
  #renderPath({ words, stages }: StreamResult) {
    const [start] = words.shape;
    const places = stages.map((_, i) => start + i);
    const kinds = new Map<number, Kind>(places.map((id) => [id, id === start ? 'near' : 'chosen']));
    return html`<section class="card" aria-label=${msg('Plot of the residual stream')}>
      <h2>${msg(str`The same vectors among the embeddings of ${formatInteger(start)} tokens`)}</h2>
      <lab-point-cloud
        .points=${[...words.data, ...stages.flatMap(({ point }) => point)]}
        .names=${[...this.vocabulary.slice(0, start), ...stages.map(({ meaning }) => meaning)]}
        .kinds=${kinds}
        .arrows=${places.slice(1).map((to) => ({ from: to - 1, to }))}
        .flat=${this.flat}
        summary=${msg(str`The vector at ${formatInteger(stages.length)} positions, from ${stages[0].meaning} to the last block.`)}
      ></lab-point-cloud>
      <p class="explained">
        ${msg('The axes are the principal components of the embeddings. Vectors are scaled to the usual length of embeddings, since the norm keeps only the direction. Each block rotates the vector, and the unembedding computes the prediction from its final direction.')}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-residual-stream': ResidualStream;
  }
}
