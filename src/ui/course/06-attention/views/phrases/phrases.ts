// One word in three phrases: the same vector when it is looked up, and how context moves it apart, block by block.

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

/** Half the side of a picture in its own units, and how far out the largest distance may reach. */
const [SIDE, TRIANGLE_RADIUS] = [50, 62];

/**
 * @property result - the phrases and their vectors
 * @property by - what the phrases differ in
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
      <section class="card" aria-label="The phrases">
        <h2>
          ${growing ? 'The vector of' : 'One word,'} <span class="query">${word}</span>${
            growing ? ', with more and more before it' : `, in ${phrases.length} contexts`
          }
        </h2>
        <ol class="phrases">
          ${phrases.map(
            ({ tokens, next }, p) => html`<li>
              <b class="p${p}">● ${tokens.map(tokenLabel).join(' ')}</b>
              <small>what follows: ${next.map(({ text, probability }) => `${tokenLabel(text)} ${formatPercent(probability)}`).join(', ')}</small>
            </li>`,
          )}
        </ol>
        ${
          phrases.length < 3
            ? html`<p class="explained">${growing ? 'Choose a later token of the prompt to have more before it.' : 'The held-out data holds no more contexts of this token: choose another one above.'}</p>`
            : ''
        }
      </section>
      <section class="card" aria-label="How far apart the vectors are">
        <h2>How far apart its vectors are, from place to place</h2>
        <div class="stages">${stages.map((stage) => this.#stage(stage))}</div>
        <p class="explained">
          ${
            growing
              ? 'Looked up, the word is one and the same point. Each token before it moves its vector further, as “Eiffel” and “miniature” move “tower”. Each phrase stands alone at the start of a text, so its place differs, too.'
              : 'Looked up, the word is one and the same point, whatever stands around it, as “mole” is for the animal, the unit and the spot. What moves it apart, beside its place in the text, is its context.'
          }
          Three points always lie in a plane: distances are true, and all pictures have one scale.
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
      <svg viewBox="-${SIDE} -${SIDE} ${2 * SIDE} ${2 * SIDE}" role="img" aria-label="${meaning}: at most ${formatSignificant(far)} apart">
        ${this.by === 'growing' ? svg`<polyline points=${corners.map(String).join(' ')} />` : svg`<polygon points=${corners.map(String).join(' ')} />`}
        ${corners.map(([x, y], p) => svg`<circle class="p${p}" cx=${x} cy=${y} r=${4.5 - p} />`)}
      </svg>
      <figcaption>
        ${meaning}<br />${far === 0 ? 'all the same' : `${formatSignificant(far)} apart, cosine ${formatSigned(Math.min(...cosines.flat()))}`}
      </figcaption>
    </figure>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-phrases': Phrases;
  }
}
