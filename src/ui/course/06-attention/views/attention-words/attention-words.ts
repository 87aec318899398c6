// Words as vectors whose directions mean something: the chosen token, its neighbours, and steps that many pairs share.

import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { EmbeddingResult, RelationResult, TokenScore } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../panel.styles.ts';
import { maxAbs, rowOf } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

/**
 * @property embedding - every token's vector
 * @property token - the one in focus
 * @property nearest - the tokens most alike to it, by cosine
 * @property relations - steps between pairs of words that the data set knows of
 * @property vocabulary - every token's text
 */
@customElement('lab-attention-words')
export class AttentionWords extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) embedding!: EmbeddingResult;
  @property({ attribute: false }) token!: { id: number; text: string };
  @property({ attribute: false }) nearest: readonly TokenScore[] = [];
  @property({ attribute: false }) relations: readonly RelationResult[] = [];
  @property({ attribute: false }) vocabulary: readonly string[] = [];

  override render() {
    const { shape, data } = this.embedding.matrix;
    const vectors = [this.token, ...this.nearest].map(({ id }) => rowOf(data, id, shape[1]));
    const extent = maxAbs(...vectors);
    const [own, ...others] = vectors;
    const label = tokenLabel(this.token.text);
    return html`
      <section class="card" aria-label="The token’s vector and its neighbours">
        <h2>The vector of <span class="query">${label}</span>, as it is looked up, and those that point its way</h2>
        <table class="nearest">
          <thead><tr><th scope="col">token</th><th scope="col">its ${formatInteger(shape[1])} numbers</th><th scope="col" title="1 where both point the same way, 0 where they have nothing in common">cosine</th></tr></thead>
          <tbody>
            <tr class="marked"><th scope="row">${label}</th><td class="strips">${vectorStrip(own, extent, label)}</td><td>+1.00</td></tr>
            ${this.nearest.map(
              ({ text, score }, i) =>
                html`<tr><th scope="row">${tokenLabel(text)}</th><td class="strips">${vectorStrip(others[i], extent, text)}</td><td>${formatSigned(score)}</td></tr>`,
            )}
          </tbody>
        </table>
        <p class="explained">
          Nothing of the sentence is in these vectors yet: each token has the same one wherever it stands. Attention is what
          lets them take in their surroundings.
        </p>
      </section>
      ${this.relations.length > 0 ? this.#relations() : nothing}
    `;
  }

  #relations() {
    const pair = ({ pairs }: RelationResult) => {
      const [from, to] = [pairs[0].from, pairs[0].to].map((id) => tokenLabel(this.vocabulary[id]));
      return `${from} → ${to}`;
    };
    return html`<section class="card" aria-label="Directions with a meaning">
      <h2>Directions that mean something</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">step</th><th scope="col">such as</th><th scope="col">pairs</th>
            <th scope="col" title="mean cosine between the steps of two pairs: 1 if all are the same step">how alike the steps are</th>
            <th scope="col">analogies solved</th>
          </tr>
        </thead>
        <tbody>
          ${this.relations.map(
            (relation) => html`<tr>
              <th scope="row">${relation.name}</th><td>${pair(relation)}</td><td>${formatInteger(relation.pairs.length)}</td>
              <td>${formatSigned(relation.consistency)}</td><td>${formatPercent(relation.solved)}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      <p class="explained">
        Where all pairs differ by nearly the same step, that step is a direction with a meaning. Solved: the share of
        analogies, such as king − man + woman, whose nearest word is the right one.
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-words': AttentionWords;
  }
}
