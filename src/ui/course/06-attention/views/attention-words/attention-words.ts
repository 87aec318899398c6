// Directions with meaning in embedding space: a token, its nearest neighbours, and relations shared by many pairs.

import { msg, str } from '@lit/localize';
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
 * The embedding of a token with its neighbours, and a table of relations.
 *
 * @property embedding - Embeddings of all tokens.
 * @property token - The selected token.
 * @property nearest - Its nearest neighbours by cosine.
 * @property relations - Relations of the data set.
 * @property vocabulary - Text of each token.
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
      <section class="card" aria-label=${msg('Embedding and nearest neighbours')}>
        <h2>${msg(html`The embedding of <span class="query">${label}</span> and its nearest neighbours`)}</h2>
        <table class="nearest">
          <thead><tr><th scope="col">${msg('token')}</th><th scope="col">${msg(str`${formatInteger(shape[1])} numbers`)}</th><th scope="col" title=${msg('1 for the same direction, 0 for perpendicular vectors')}>${msg('cosine')}</th></tr></thead>
          <tbody>
            <tr class="marked"><th scope="row">${label}</th><td class="strips">${vectorStrip(own, extent, label)}</td><td>+1.00</td></tr>
            ${this.nearest.map(
              ({ text, score }, i) =>
                html`<tr><th scope="row">${tokenLabel(text)}</th><td class="strips">${vectorStrip(others[i], extent, text)}</td><td>${formatSigned(score)}</td></tr>`,
            )}
          </tbody>
        </table>
        <p class="explained">
          ${msg('These vectors contain no context: each token has the same embedding in every text. Attention adds the context.')}
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
    return html`<section class="card" aria-label=${msg('Directions with meaning')}>
      <h2>${msg('Directions with meaning')}</h2>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Directions')}><table>
        <thead>
          <tr>
            <th scope="col">${msg('relation')}</th><th scope="col">${msg('example')}</th><th scope="col">${msg('pairs')}</th>
            <th scope="col" title=${msg('mean cosine between the differences of two pairs; 1 if all are parallel')}>${msg('same direction')}</th>
            <th scope="col">${msg('analogies solved')}</th><th scope="col" title=${msg('without the difference: the expected word is the nearest to c')}>${msg('by nearness')}</th>
          </tr>
        </thead>
        <tbody>
          ${this.relations.map(
            (relation) => html`<tr>
              <th scope="row">${relation.name}</th><td>${pair(relation)}</td><td>${formatInteger(relation.pairs.length)}</td>
              <td>${formatSigned(relation.consistency)}</td><td>${formatPercent(relation.solved)}</td>
              <td>${formatPercent(relation.solvedByNearest)}</td>
            </tr>`,
          )}
        </tbody>
      </table></div>
      <p class="explained">
        ${msg('If the differences of all pairs are nearly parallel, their direction has a meaning. Solved: the share of analogies, such as king − man + woman, whose nearest word is the expected one.')}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-words': AttentionWords;
  }
}
