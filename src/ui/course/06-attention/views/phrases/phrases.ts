// One word in several contexts: the distances between its vectors, block by block.

import { msg, str } from '@lit/localize';
import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { PhrasesRequest, PhrasesResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { phrasesStyles } from './phrases.styles.ts';
import { triangleCorners } from './triangle-corners.ts';

/** Half the side of a drawing in its own units, and the radius of the largest distance. */
const [SIDE, TRIANGLE_RADIUS] = [50, 62];

/**
 * The vectors of one word in three phrases.
 *
 * @property result - The phrases and their vectors.
 * @property by - Difference between the phrases: other contexts or growing context.
 */
@customElement('lab-phrases')
export class Phrases extends LitElement {
  static override styles = [baseStyles, panelStyles, phrasesStyles];

  @property({ attribute: false }) result!: PhrasesResult;
  @property() by: PhrasesRequest['by'] = 'contexts';

  override render() {
    const { phrases, stages } = this.result;
    const word = tokenLabel(phrases[0].tokens.at(-1) ?? '');
    const growing = this.by === 'growing';
    return html`
      <section class="card" aria-label=${msg('Phrases')}>
        <h2>
          ${growing ? msg('The vector of') : msg('One word,')} <span class="query">${word}</span>${growing ? msg(', with growing context') : msg(str`, in ${phrases.length} contexts`)}
        </h2>
        <ol class="phrases">
          ${phrases.map(
            ({ tokens, next }, p) => html`<li>
              <b class="p${p}">● ${tokens.map(tokenLabel).join(' ')}</b>
              <small>${msg(str`next token: ${next.map(({ text, probability }) => `${tokenLabel(text)} ${formatPercent(probability)}`).join(', ')}`)}</small>
            </li>`,
          )}
        </ol>
        ${
          phrases.length < 3
            ? html`<p class="explained">${growing ? msg('Select a later token of the prompt to get more context.') : msg('The held-out data contains no more contexts of this token. Select another token above.')}</p>`
            : ''
        }
      </section>
      <section class="card" aria-label=${msg('Distances between the vectors')}>
        <h2>${msg('Distances between its vectors, from block to block')}</h2>
        <div class="stages">${stages.map((stage) => this.#stage(stage))}</div>
        <p class="explained">
          ${msg(
            str`${
              growing
                ? msg(
                    'The embedding of the word is the same in each phrase. Each token before it changes the vector further, as “Eiffel” and “miniature” change “tower”. Each phrase starts a text of its own, so the position of the word differs too.',
                  )
                : msg(
                    'The embedding of the word is the same in each context, as for “mole” the animal, the unit and the spot. Its context and its position separate the vectors.',
                  )
            } Three points always lie in a plane, so distances are exact. All drawings have the same scale.`,
          )}
        </p>
      </section>
    `;
  }

  #stage({ meaning, distances, cosines }: PhrasesResult['stages'][number]) {
    const largest = Math.max(...this.result.stages.flatMap((stage) => stage.distances.flat())) || 1;
    const corners = triangleCorners(distances).map(([x, y]) => [
      (x / largest) * TRIANGLE_RADIUS,
      (y / largest) * TRIANGLE_RADIUS,
    ]);
    const far = Math.max(...distances.flat());
    return html`<figure>
      <svg viewBox="-${SIDE} -${SIDE} ${2 * SIDE} ${2 * SIDE}" role="img" aria-label=${msg(str`${meaning}: at most ${formatSignificant(far)} apart`)}>
        ${this.by === 'growing' ? svg`<polyline points=${corners.map(String).join(' ')} />` : svg`<polygon points=${corners.map(String).join(' ')} />`}
        ${corners.map(([x, y], p) => svg`<circle class="p${p}" cx=${x} cy=${y} r=${4.5 - p} />`)}
      </svg>
      <figcaption>
        ${meaning}<br />${far === 0 ? msg('all the same') : msg(str`${formatSignificant(far)} apart, cosine ${formatSigned(Math.min(...cosines.flat()))}`)}
      </figcaption>
    </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-phrases': Phrases;
  }
}
