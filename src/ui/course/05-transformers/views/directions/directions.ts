// Dot products of all tokens with a direction, the difference of two words.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { DirectionResult, RelationResult, TokenScore } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';
import { vocabularyList, wordControl } from '../../controls.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { SelectedWords } from '../../selected-words.ts';

const MAX_ROWS = 8;

/**
 * The tokens with the largest and smallest dot products with a direction.
 *
 * @property vocabulary - All tokens.
 * @property words - The two ends of the direction.
 * @property direction - Dot products of all tokens with the direction, by id.
 * @property relations - Relations of the data set; pairs of the relation that contains the ends are listed.
 * @fires lab-choice - The visitor selects another direction.
 */
@customElement('lab-directions')
export class Directions extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: SelectedWords;
  @property({ attribute: false }) direction?: DirectionResult;
  @property({ attribute: false }) relations: readonly RelationResult[] = [];

  override render() {
    return html`
      <section class="card" aria-label=${msg('Direction')}>
        <div class="controls">
          ${wordControl(this, { role: 'to', label: msg('Direction: to'), words: this.words }, this.vocabulary)}
          ${wordControl(this, { role: 'from', label: msg('from'), words: this.words }, this.vocabulary)}
        </div>
        <p class="explained">
          ${msg(str`E(${this.#label('to')}) − E(${this.#label('from')}), a vector of length ${this.direction ? formatSignificant(this.direction.length) : '…'}. The dot product multiplies components and adds the products. It is positive for words along the direction, 0 for words perpendicular to it, and negative for opposite words.`)}
        </p>
        ${vocabularyList(this.vocabulary)}
      </section>
      ${this.direction ? this.#products(this.direction) : html`<p class="explained">${msg('Loading embeddings …')}</p>`}
    `;
  }

  #products({ products }: DirectionResult) {
    const most = Math.max(...products.map(({ score }) => Math.abs(score)), 1e-12);
    const { from, to } = this.words;
    const relation = this.relations.find(({ pairs }) =>
      pairs.some((pair) => pair.from === from && pair.to === to),
    );
    if (!relation) {
      const sorted = [...products].sort((a, b) => b.score - a.score);
      return html`<div class="columns">
        ${this.#list(msg('Largest dot products'), sorted.slice(0, MAX_ROWS), most)}
        ${this.#list(msg('Smallest dot products'), sorted.slice(-MAX_ROWS).reverse(), most)}
      </div>`;
    }
    const pairs = relation.pairs.slice(0, MAX_ROWS + 4);
    const larger = relation.pairs.filter(
      (pair) => products[pair.to].score > products[pair.from].score,
    ).length;
    return html`<div class="columns">
        ${this.#list(
          msg(str`Pairs of “${relation.name}”: second words`),
          pairs.map((pair) => products[pair.to]),
          most,
        )}
        ${this.#list(
          msg('first words'),
          pairs.map((pair) => products[pair.from]),
          most,
        )}
      </div>
      <p role="status">
        ${msg(html`In <b>${formatInteger(larger)} of ${formatInteger(relation.pairs.length)}</b> pairs the second word has the larger dot product.`)}
      </p>`;
  }

  #list(title: string, scores: readonly TokenScore[], most: number) {
    return html`
      <section class="card" aria-label=${title}>
        <h2>${title}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('token')}</th>
              <td></td>
              <th scope="col">${msg('dot product')}</th>
            </tr>
          </thead>
          <tbody>
            ${scores.map(
              ({ id, text, score }) => html`
                <tr class=${id === this.words.from || id === this.words.to ? 'marked' : ''}>
                  <th scope="row">${tokenLabel(text)}</th>
                  <td class="bars">${signedBar(score / most)}</td>
                  <td>${formatSigned(score)}</td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </section>
    `;
  }

  #label(role: 'from' | 'to'): string {
    return tokenLabel(this.vocabulary[this.words[role]]);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-directions': Directions;
  }
}
