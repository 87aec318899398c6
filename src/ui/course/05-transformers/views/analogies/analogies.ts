// Word analogies: a − b + c, the rank of the expected answer, and the consistency of whole relations.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnalogyResult, RelationResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import { choice } from '../../choices.ts';
import { vocabularyList, wordControl } from '../../controls.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { SelectedWords } from '../../selected-words.ts';
import type { Arrow, Kind } from '../point-cloud/point-cloud.ts';
import '../point-cloud/point-cloud.ts';

const analogiesStyles = css`
  /* The equation on one line. */
  .controls input[type='text'] {
    width: 6.6rem;
  }
`;

/** Of a, b, c, a − b + c and the expected word. */
const PLANE_KINDS: readonly Kind[] = ['chosen', 'chosen', 'near', 'near', 'marked'];
const PLANE_ARROWS: readonly Arrow[] = [
  { from: 1, to: 0 },
  { from: 2, to: 3, second: true },
];

/**
 * An analogy with its nearest tokens, a plot, and a table of relations.
 *
 * @property vocabulary - All tokens.
 * @property words - a, b, c and the expected answer.
 * @property result - Tokens nearest to a − b + c.
 * @property relations - Relations of the data set, with both measures.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-choice - The visitor selects other words.
 */
@customElement('lab-analogies')
export class Analogies extends LitElement {
  static override styles = [baseStyles, panelStyles, analogiesStyles];

  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: SelectedWords;
  @property({ attribute: false }) result?: AnalogyResult;
  @property({ attribute: false }) relations: readonly RelationResult[] = [];
  @property() live: LiveMode = 'polite';

  override render() {
    return html`
      <div class="columns">
        ${this.result ? this.#renderPlot(this.result) : nothing}
        <div class="stack">
        <section class="card" aria-labelledby="equation">
          <h2 id="equation">a − b + c</h2>
          <div class="controls">
            ${this.#field('a', 'a')} ${this.#field('b', '− b')} ${this.#field('c', '+ c')}
            ${this.#field('expected', msg('expected'))}
          </div>
          ${this.result ? this.#renderResult(this.result) : html`<p class="explained">${msg('Loading embeddings …')}</p>`}
          ${vocabularyList(this.vocabulary)}
        </section>
        <section class="card" aria-labelledby="relations">
          <h2 id="relations">${msg('Relations of this data set')}</h2>
          ${this.relations.length > 0 ? this.#relations() : this.#renderNoRelations()}
        </section>
        </div>
      </div>
    `;
  }

  #field(role: 'a' | 'b' | 'c' | 'expected', label: string) {
    return wordControl(this, { role, label, words: this.words }, this.vocabulary);
  }

  /** The difference a − b added to c, on the plane of the four words. */
  #renderPlot({ plane }: AnalogyResult) {
    const { a, b, c, expected } = this.words;
    const names = [a, b, c].map((id) => this.vocabulary[id]);
    const places = Array.from({ length: plane.length / 2 }, (_, i) => [plane[2 * i], plane[2 * i + 1], 0]);
    const kinds = new Map<number, Kind>(PLANE_KINDS.entries());
    return html`<section class="card" aria-label=${msg('Plot of the analogy')}>
      <h2>${msg('The step from b to a, from c')}</h2>
      <lab-point-cloud
        .points=${places.flat()}
        .names=${[...names, 'a − b + c', ...(places.length > names.length + 1 ? [this.vocabulary[expected]] : [])]}
        .kinds=${kinds}
        .arrows=${PLANE_ARROWS}
        flat
        summary=${msg('The words of the equation on their plane; an arrow from b to a, and an equal one from c to a − b + c.')}
      ></lab-point-cloud>
    </section>`;
  }

  #renderResult({ nearest, expectedRank, alike }: AnalogyResult) {
    const { expected } = this.words;
    return html`
      <p class="rank" role="status" aria-live=${this.live}>
        ${
          expectedRank
            ? html`${msg(html`“${tokenLabel(this.vocabulary[expected])}” has <b>rank ${formatInteger(expectedRank)}</b> of ${formatInteger(this.vocabulary.length - 3)}. The cosine between the steps from b to a and from c to it is <b class="alike">${formatSigned(alike ?? 0)}</b>.`)}`
            : html`${msg('The expected token is one of a, b and c, which are excluded.')}`
        }
      </p>
      <table class="answers">
        <thead>
          <tr>
            <th scope="col">${msg('nearest token')}</th>
            <td></td>
            <th scope="col">${msg('cosine')}</th>
          </tr>
        </thead>
        <tbody>
          ${nearest.map(
            ({ id, text, score }) => html`
              <tr class=${id === expected ? 'marked' : ''}>
                <th scope="row">${tokenLabel(text)}</th>
                <td class="bars">${bar(score)}</td>
                <td>${formatSigned(score)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
      <p class="explained">
        ${msg('All tokens except a, b and c, by the cosine between their embedding and a − b + c; 1 means the same direction.')}
      </p>
    `;
  }

  #relations() {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Regularity of relations')}><table>
        <thead>
          <tr>
            <th scope="col">${msg('relation')}</th>
            <th scope="col" title=${msg('mean cosine between the differences of two pairs; 1 if all differences are parallel')}>${msg('same direction')}</th>
            <th scope="col" title=${msg('share of analogies between two pairs whose expected answer is the nearest token')}>${msg('solved')}</th>
            <th scope="col" title=${msg('the same share without the difference: the expected answer is the token nearest to c')}>${msg('by nearness')}</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${this.relations.map(
            (relation) => html`
              <tr>
                <th scope="row">${msg(str`${relation.name}, ${formatInteger(relation.pairs.length)} pairs`)}</th>
                <td>${formatSigned(relation.consistency)}</td>
                <td>${formatPercent(relation.solved)}</td>
                <td>${formatPercent(relation.solvedByNearest)}</td>
                <td>${this.#renderSwapButton(relation)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table></div>
      <p class="explained">
        ${msg('Same direction: mean cosine between the differences of the pairs, at most 1. Solved: share of analogies between two pairs with the expected word at rank 1, by nearness without the difference: only what lies between them is due to a direction.')}
      </p>
    `;
  }

  /** Selects the next pair of the relation, together with the pair after it. */
  #renderSwapButton({ name, pairs }: RelationResult) {
    const at = pairs.findIndex(({ from, to }) => from === this.words.b && to === this.words.a);
    const [one, other] = [pairs[(at + 1) % pairs.length], pairs[(at + 2) % pairs.length]];
    const ids = { a: one.to, b: one.from, c: other.from, expected: other.to };
    const words = Object.fromEntries(Object.entries(ids).map(([role, id]) => [role, this.vocabulary[id]]));
    return html`<button title=${msg(str`An analogy of ${name}`)} @click=${() => this.dispatchEvent(choice(words))}>
      ${msg('example')}
    </button>`;
  }

  #renderNoRelations() {
    return html`<p class="explained">
      ${msg('This data set has no relations. The preset “Stories” has: train it to get an answer to king − man + woman.')}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-analogies': Analogies;
  }
}
