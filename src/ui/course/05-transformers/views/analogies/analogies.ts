// Arithmetic with words: a − b + c, the answer's rank, and how regular whole relations are.

import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type {
  AnalogyResult,
  EmbeddingResult,
  RelationResult,
} from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import { vocabularyList, wordControl } from '../../controls.ts';
import { SelectedWordsEvent } from '../../events.ts';
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

/**
 * @property vocabulary - all tokens
 * @property words - a, b, c and what is hoped for
 * @property embedding - where every token lies
 * @property flat - whether it is drawn on paper
 * @property result - the tokens nearest to a − b + c
 * @property relations - those the data set has, with both measures
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-selected-words - other words
 */
@customElement('lab-analogies')
export class Analogies extends LitElement {
  static override styles = [baseStyles, panelStyles, analogiesStyles];

  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: SelectedWords;
  @property({ attribute: false }) embedding?: EmbeddingResult;
  @property({ type: Boolean }) flat = false;
  @property({ attribute: false }) result?: AnalogyResult;
  @property({ attribute: false }) relations: readonly RelationResult[] = [];
  @property() live: LiveMode = 'polite';

  override render() {
    return html`
      <div class="columns">
        <section class="card" aria-labelledby="equation">
          <h2 id="equation">a − b + c</h2>
          <div class="controls">
            ${this.#field('a', 'a')} ${this.#field('b', '− b')} ${this.#field('c', '+ c')}
            ${this.#field('expected', 'hoped for')}
          </div>
          ${this.result ? this.#renderResult(this.result) : html`<p class="explained">Reading the embedding …</p>`}
          ${vocabularyList(this.vocabulary)}
        </section>
        <div class="stack">
        ${this.result && this.embedding ? this.#renderPlot(this.result, this.embedding) : nothing}
        <section class="card" aria-labelledby="relations">
          <h2 id="relations">Whole relations of this data set</h2>
          ${this.relations.length > 0 ? this.#relations() : this.#renderNoRelations()}
        </section>
        </div>
      </div>
    `;
  }

  #field(role: 'a' | 'b' | 'c' | 'expected', label: string) {
    return wordControl(this, { role, label, words: this.words }, this.vocabulary);
  }

  /** The step from b to a, taken again from c: where it ends, and what lies there. */
  #renderPlot({ point, nearest }: AnalogyResult, { points }: EmbeddingResult) {
    const { a, b, c, expected } = this.words;
    const ids = [...new Set([a, b, c, expected, ...nearest.map(({ id }) => id)])];
    const at = (id: number) => ids.indexOf(id);
    const end = ids.length;
    const kinds = new Map<number, Kind>([
      [at(expected), 'marked'],
      [end, 'near'],
      [at(a), 'chosen'],
      [at(b), 'chosen'],
      [at(c), 'near'],
    ]);
    const arrows: Arrow[] = [
      { from: at(b), to: at(a) },
      { from: at(c), to: end, second: true },
    ];
    return html`<section class="card" aria-label="The step, drawn">
      <h2>The step from b to a, taken again from c</h2>
      <lab-point-cloud
        .points=${[...ids.flatMap((id) => [...points.data.subarray(3 * id, 3 * id + 3)]), ...point]}
        .names=${[...ids.map((id) => this.vocabulary[id]), 'a − b + c']}
        .kinds=${kinds}
        .arrows=${arrows}
        .flat=${this.flat}
        summary="The words of the equation and those nearest to its answer; one arrow from b to a, the same again from c to a − b + c."
      ></lab-point-cloud>
    </section>`;
  }

  #renderResult({ nearest, expectedRank, alike }: AnalogyResult) {
    const { expected } = this.words;
    return html`
      <p class="rank" role="status" aria-live=${this.live}>
        ${
          expectedRank
            ? html`“${tokenLabel(this.vocabulary[expected])}” is <b>number ${formatInteger(expectedRank)}</b> of
                ${formatInteger(this.vocabulary.length - 3)}. The steps from b to a and from c to it point the same way to
                <b class="alike">${formatSigned(alike ?? 0)}</b> (cosine).`
            : html`The token hoped for is one of the three that go in, and these are left out.`
        }
      </p>
      <table class="answers">
        <thead>
          <tr>
            <th scope="col">nearest token</th>
            <td></td>
            <th scope="col">cosine</th>
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
        All tokens but a, b and c, by the cosine of their embedding with that of a − b + c: 1 is the same direction.
      </p>
    `;
  }

  #relations() {
    return html`
      <table>
        <thead>
          <tr>
            <th scope="col">relation</th>
            <th scope="col" title="mean cosine between the steps of two pairs: 1 if all pairs differ the same way">same direction</th>
            <th scope="col" title="share of all analogies between two pairs whose right answer is the nearest">solved</th>
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${this.relations.map(
            (relation) => html`
              <tr>
                <th scope="row">${relation.name}, ${formatInteger(relation.pairs.length)} pairs</th>
                <td>${formatSigned(relation.consistency)}</td>
                <td>${formatPercent(relation.solved)}</td>
                <td>${this.#renderSwapButton(relation)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
      <p class="explained">
        Two measures, easily taken for one. Same direction: how alike the steps from word to word are (cosine, 1 at most).
        Solved: how many of all analogies between two pairs have the right word at rank 1.
      </p>
    `;
  }

  /** Steps through the relation's pairs, against the one after. */
  #renderSwapButton({ name, pairs }: RelationResult) {
    const at = pairs.findIndex(({ from, to }) => from === this.words.b && to === this.words.a);
    const [one, other] = [pairs[(at + 1) % pairs.length], pairs[(at + 2) % pairs.length]];
    const words = { a: one.to, b: one.from, c: other.from, expected: other.to };
    return html`<button title="An analogy of ${name}" @click=${() => this.dispatchEvent(new SelectedWordsEvent(words))}>
      try one
    </button>`;
  }

  #renderNoRelations() {
    return html`<p class="explained">
      This data set says no relation in one way for many pairs. The preset “Stories” does: train it, and king − man + woman
      has an answer.
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-analogies': Analogies;
  }
}
