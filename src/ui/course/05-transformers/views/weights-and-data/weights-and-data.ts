// Weights and data: a fixed matrix times a vector that depends on the text.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import type { Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { CanvasEnvironment } from '../../../../canvas/canvas-environment.ts';
import { divergingScale } from '../../../../canvas/colour-scale.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { signedBar } from '../../../../views/charts/bar.ts';
import { panelStyles } from '../../panel.styles.ts';
import { weightsAndDataStyles } from './weights-and-data.styles.ts';

const SHADES = {
  negative: '--negative',
  zero: '--scale-zero',
  positive: '--positive',
  data: '--data',
} as const;
/** Number of columns and rows drawn. */
const [COLUMNS, ROWS] = [12, 8];
const TERMS = 8;

/**
 * A matrix of weights times a vector of data.
 *
 * @property show - `product` shows the terms of one weighted sum, `colours` the matrix beside the vector.
 * @property weights - The unembedding (V, C).
 * @property vector - The last vector (C).
 * @property logits - Their product (V).
 * @property vocabulary - All tokens.
 * @property token - The last token of the prompt.
 */
@customElement('lab-weights-and-data')
export class WeightsAndData extends LitElement {
  static override styles = [baseStyles, panelStyles, weightsAndDataStyles];

  @property() show: 'product' | 'colours' = 'product';
  @property({ attribute: false }) weights?: Tensor;
  @property({ attribute: false }) vector = new Float32Array();
  @property({ attribute: false }) logits = new Float32Array();
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property() token = '';

  readonly #environment = new CanvasEnvironment(this);

  override render() {
    if (!this.weights) return html`<p class="explained">${msg('Loading weights …')}</p>`;
    const best = [...this.logits.keys()].sort((a, b) => this.logits[b] - this.logits[a]).slice(0, ROWS);
    return this.show === 'product' ? this.#product(best[0]) : this.#colours(best);
  }

  #row(id: number): Float32Array {
    const C = this.vector.length;
    return (this.weights as Tensor).data.subarray(id * C, (id + 1) * C);
  }

  #product(id: number) {
    const row = this.#row(id);
    const terms = Array.from(row, (weight, i) => ({
      i,
      weight,
      x: this.vector[i],
      product: weight * this.vector[i],
    }));
    const largest = [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
    const most = Math.abs(largest[0]?.product ?? 1);
    return html`
      <section class="card" aria-label=${msg('A weighted sum')}>
        <h2>${msg(str`One row times the vector: ${formatInteger(row.length)} products and their sum`)}</h2>
        <p class="sum">
          ${terms.slice(0, TERMS).map(
            ({ weight, x }) =>
              html`<span><b class=${weight < 0 ? 'negative-number' : 'positive'}>${formatSigned(weight)}</b> ×
                <b class="data">${formatSigned(x)}</b> +</span> `, // a space, so that the line can break
          )} … = <b class="numbers data total">${formatSigned(this.logits[id])}</b>
        </p>
        <p>
          ${msg(str`The row of “${tokenLabel(this.vocabulary[id])}” in the unembedding, with the vector of “${tokenLabel(this.token)}” after the last block. The sum of the products is that token’s logit, the largest of ${formatInteger(this.logits.length)}.`)}
        </p>
        <div class="scroll" tabindex="0"><table class="terms">
          <thead>
            <tr>
              <th scope="col">${msg('component')}</th>
              <th scope="col">${msg('weight')}</th>
              <th scope="col">${msg('data')}</th>
              <td></td>
              <th scope="col">${msg('product')}</th>
            </tr>
          </thead>
          <tbody>
            ${largest.slice(0, TERMS).map(
              ({ i, weight, x, product }) => html`<tr>
                <th scope="row">${formatInteger(i + 1)}</th>
                <td class=${weight < 0 ? 'negative-number' : 'positive'}>${formatSigned(weight)}</td>
                <td class="data">${formatSigned(x)}</td>
                <td class="bars">${signedBar(product / most)}</td>
                <td>${formatSigned(product)}</td>
              </tr>`,
            )}
          </tbody>
        </table></div>
        <p class="explained">
          ${msg('Largest products first. The weights of a network act in such sums, written as a matrix times a vector. Simple functions without weights stand between them.')}
        </p>
      </section>
    `;
  }

  #colours(best: readonly number[]) {
    const [V, C] = this.weights?.shape ?? [0, 0];
    const extent = 3 * rootMeanSquare(this.weights?.data ?? new Float32Array());
    const { negative, zero, positive, data } = this.#environment.colours(SHADES);
    const shade = divergingScale(negative, zero, positive, extent);
    const maxAbs = this.vector.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9);
    const grey = divergingScale(data, zero, data, maxAbs);
    return html`
      <section class="card" aria-label=${msg('Weights times data')}>
        <h2>${msg('Weights are fixed, data depends on the input')}</h2>
        <div class="equation" tabindex="0">
          <figure>
            <figcaption>${msg(html`<b class="positive">weights</b>: ${formatInteger(best.length)} of ${formatInteger(V)} rows`)}</figcaption>
            <table>
              ${best.map(
                (id) => html`<tr>
                  <th scope="row">${tokenLabel(this.vocabulary[id])}</th>
                  ${Array.from(
                    this.#row(id).subarray(0, COLUMNS),
                    (weight) =>
                      html`<td class="cell" title=${formatSigned(weight)} style=${styleMap({ background: shade(weight) })}></td>`,
                  )}
                  <td class="data wide">${msg(str`… ${formatInteger(Math.max(0, C - COLUMNS))} more`)}</td>
                </tr>`,
              )}
            </table>
          </figure>
          <figure>
            <figcaption>× <b class="data">${msg('data')}</b></figcaption>
            <table>
              ${Array.from(
                this.vector.subarray(0, COLUMNS),
                (x) => html`<tr>
                  <td class="cell" style=${styleMap({ background: grey(x) })}></td>
                  <td class="data">${formatSigned(x)}</td>
                </tr>`,
              )}
            </table>
          </figure>
          <figure>
            <figcaption>= <b class="data">${msg('data')}</b></figcaption>
            <table class="results">
              ${best.map((id) => html`<tr><td class="data">${formatSigned(this.logits[id])}</td></tr>`)}
            </table>
          </figure>
        </div>
        <p class="explained">
          ${msg(html`<span class="positive">Blue</span> and <span class="negative-number">red</span> are positive and negative weights, set in training and the same for every text. <span class="data">Grey</span> is data, different for every text. Another prompt changes the grey numbers only. Training changes the coloured ones.`)}
        </p>
      </section>
    `;
  }
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-weights-and-data': WeightsAndData;
  }
}
