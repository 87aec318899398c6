// The dot product of two words: its terms, its sum, and the angle between the vectors.

import { msg, str } from '@lit/localize';
import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { DotProductResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/charts/data-table/data-table.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { vocabularyList, wordControl } from '../../controls.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { SelectedWords } from '../../selected-words.ts';
import { dotProductStyles } from './dot-product.styles.ts';

const [WIDTH, HEIGHT, MAX_ARROW_LENGTH] = [360, 250, 150];

/**
 * Two embeddings, their dot product term by term, and the angle between them.
 *
 * @property result - Both vectors and the terms of their dot product.
 * @property vocabulary - All tokens.
 * @property words - The two words.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-choice - The visitor selects another word.
 */
@customElement('lab-dot-product')
export class DotProduct extends LitElement {
  static override styles = [baseStyles, panelStyles, dotProductStyles];

  @property({ attribute: false }) result?: DotProductResult;
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) words!: SelectedWords;
  @property() live: LiveMode = 'polite';

  override render() {
    return html`<div class="columns">
      <section class="card" aria-label=${msg('Two words')}>
        <div class="controls">
          ${wordControl(this, { role: 'one', label: msg('First word'), words: this.words }, this.vocabulary)}
          ${wordControl(this, { role: 'other', label: msg('second word'), words: this.words }, this.vocabulary)}
        </div>
        ${vocabularyList(this.vocabulary)}
        ${this.result ? this.#product(this.result) : html`<p class="explained">${msg('Loading embeddings …')}</p>`}
      </section>
      ${this.result ? this.#angle(this.result) : ''}
    </div>`;
  }

  #product({ vectors: [a, b], sum }: DotProductResult) {
    const products = Array.from(a, (value, i) => value * b[i]);
    const most = products.reduce((largest, product) => Math.max(largest, Math.abs(product)), 1e-12);
    const positive = products.filter((product) => product > 0).length;
    return html`
      <p>
        ${msg(html`${formatInteger(products.length)} products, one per component, ${formatInteger(positive)} of them positive: ${products.slice(0, 4).map((product, i) => html`<span class="guess">${formatSignificant(a[i])} × ${formatSignificant(b[i])} = ${formatSignificant(product)},</span>`)} … Their sum, the dot product: <b class="numbers sum">${formatSigned(sum)}</b>`)}
      </p>
      <div class="products" role="img" aria-label=${msg(str`${formatInteger(positive)} products above zero, ${formatInteger(products.length - positive)} below; sum ${formatSigned(sum)}.`)}>
        ${products.map(
          (product) =>
            html`<i class=${product < 0 ? 'below' : ''} style=${styleMap({ '--size': String(Math.abs(product) / most) })}></i>`,
        )}
      </div>
      <lab-data-table
        .data=${() => ({
          caption: msg('The two embeddings by component'),
          columns: [msg('component'), this.#label('one'), this.#label('other'), msg('product')],
          rows: products.map((product, i) => ({
            name: formatInteger(i + 1),
            cells: [formatSignificant(a[i]), formatSignificant(b[i]), formatSignificant(product)],
          })),
        })}
      ></lab-data-table>
    `;
  }

  /** Two vectors span a plane; drawn in it, lengths and angle are exact. */
  #angle({ lengths, cosine, sum }: DotProductResult) {
    const scale = MAX_ARROW_LENGTH / Math.max(...lengths, 1e-9);
    const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
    const [x0, y0] = [WIDTH / 2 - 20, HEIGHT - 60];
    const tip = (length: number, at: number) => [
      x0 + length * scale * Math.cos(at),
      y0 - length * scale * Math.sin(at),
    ];
    const [x1, y1] = tip(lengths[0], angle);
    const [x2, y2] = tip(lengths[1], 0);
    return html`
      <section class="card" aria-label=${msg('The angle between them')}>
        <h2>${msg(str`Angle between the vectors: ${formatSignificant((angle * 180) / Math.PI)}°`)}</h2>
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${msg(str`Two arrows, ${formatSignificant((angle * 180) / Math.PI)} degrees apart.`)}>
          ${svg`
            <line class="shadow" x1=${x1} y1=${y1} x2=${x1} y2=${y0} />
            <line class="other" x1=${x0} y1=${y0} x2=${x2} y2=${y2} />
            <line class="one" x1=${x0} y1=${y0} x2=${x1} y2=${y1} />
            <circle class="other" cx=${x2} cy=${y2} r="4" />
            <circle class="one" cx=${x1} cy=${y1} r="4" />
            <text class="one" x=${x1} y=${y1 - 10} text-anchor=${x1 < x0 ? 'end' : 'start'}>${this.#label('one')}</text>
            <text class="other" x=${x2} y=${y2 + 22} text-anchor="middle">${this.#label('other')}</text>`}
        </svg>
        <p role="status" aria-live=${this.live}>
          ${msg(html`length ${formatSignificant(lengths[0])} × length ${formatSignificant(lengths[1])} × cosine <b>${formatSigned(cosine)}</b> = ${formatSigned(sum)}: the vectors point ${describeDirection(cosine)}.`)}
        </p>
        <p class="explained">
          ${msg('The dot product is positive for vectors in similar directions, zero for perpendicular ones, negative for opposite ones. Both formulas give the same number.')}
        </p>
      </section>
    `;
  }

  #label(role: 'one' | 'other'): string {
    return tokenLabel(this.vocabulary[this.words[role]] ?? '');
  }
}

/** A cosine of ±0.2 is less than 12° from a right angle. */
function describeDirection(cosine: number): string {
  if (Math.abs(cosine) < 0.2) return msg('in nearly perpendicular directions');
  const way = cosine > 0 ? msg('the same direction') : msg('opposite directions');
  return Math.abs(cosine) < 0.6 ? msg(str`roughly in ${way}`) : msg(str`closely in ${way}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-dot-product': DotProduct;
  }
}
