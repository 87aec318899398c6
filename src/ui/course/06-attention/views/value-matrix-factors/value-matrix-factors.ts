// The two factors of the value matrix with its rank and size, and the output matrix.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadMatricesResult, Tensor } from '../../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../../events/index.ts';
import { formatInteger, formatPercent } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import type { HeatmapHighlight } from '../../../../views/charts/heatmap/heatmap.ts';
import { countAttention, GPT3 } from '../../attention-count.ts';
import { halvesStyles, panelStyles } from '../../panel.styles.ts';
import { transpose } from '../../vector-math.ts';
import '../../../../views/charts/heatmap/heatmap.ts';
import { valueMatrixFactorsStyles } from './value-matrix-factors.styles.ts';

/** Singular values below this fraction of the largest count as 0. */
const RANK_TOLERANCE = 1e-5;

/**
 * The value matrices of one head.
 *
 * @property matrices - Matrices of the selected head.
 * @property show - The two factors, or the output matrix of the layer.
 * @property layer - Layer of the selected head.
 * @property head - The selected head.
 * @fires lab-focus - The visitor selects a head.
 */
@customElement('lab-value-matrix-factors')
export class ValueMatrixFactors extends LitElement {
  static override styles = [baseStyles, panelStyles, halvesStyles, valueMatrixFactorsStyles];

  @property({ attribute: false }) matrices!: HeadMatricesResult;
  @property() show: 'factors' | 'output' = 'factors';
  @property({ type: Number }) layer = 0;
  @property({ type: Number }) head = 0;

  override render() {
    return this.show === 'factors' ? this.#factors() : this.#output();
  }

  /** The transpose of the stored matrix: as in the video, columns are inputs. */
  #renderMatrix(name: string, { shape: [ins, outs], data }: Tensor, size: string, frame?: HeatmapHighlight) {
    return html`<figure class=${size}>
      <lab-heatmap .values=${transpose(data, outs)} .columns=${ins} .frame=${frame} .label=${msg(str`${name}: ${outs} × ${ins} weights`)}></lab-heatmap>
      <figcaption><b>${name}</b> ${outs} × ${ins}</figcaption>
    </figure>`;
  }

  #factors() {
    const { valueDown, valueUp, valueMap, singularValues } = this.matrices;
    const [C, D] = valueDown.weight.shape;
    const [factored, full] = [valueDown.weight.data.length + valueUp.data.length, valueMap.data.length];
    const large = countAttention(GPT3);
    const rank = singularValues.filter((value) => value > RANK_TOLERANCE * singularValues[0]).length;
    return html`<div class="halves">
      <section class="card" aria-label=${msg('Value down and value up')}>
        <h2>${msg(html`Head ${this.layer + 1}.${this.head + 1}: <span class="value">value up · value down</span> is its value matrix`)}</h2>
        <div class="product">
          ${this.#renderMatrix(msg('value up'), valueUp, 'tall')} <span aria-hidden="true">·</span>
          ${this.#renderMatrix(msg('value down'), valueDown.weight, 'flat')} <span aria-hidden="true">=</span>
          ${this.#renderMatrix(msg('value matrix'), valueMap, 'square')}
        </div>
        <p>
          ${msg(html`The value passes through ${D} dimensions before it has ${C} again. So the matrix has <b>rank ${rank}</b> of ${C}.`)}
        </p>
        <table class="sizes">
          <thead><tr><th scope="col">${msg('weights')}</th><th scope="col">${msg('this head')}</th><th scope="col">${msg('a head of GPT-3')}</th></tr></thead>
          <tbody>
            <tr><th scope="row">${msg('full matrix')}</th><td class="full">${formatInteger(full)}</td><td>${formatInteger(large.fullValue)}</td></tr>
            <tr><th scope="row">${msg('value down and value up')}</th><td class="factored">${formatInteger(factored)}</td><td>${formatInteger(2 * large.matrix)}</td></tr>
            <tr><th scope="row">${msg('ratio')}</th><td>${formatPercent(factored / full)}</td><td>${formatPercent((2 * large.matrix) / large.fullValue)}</td></tr>
          </tbody>
        </table>
      </section>
      <section class="card" aria-label=${msg('Rank')}>
        <h2>${msg('Singular values of the value matrix')}</h2>
        <table class="singular">
          <thead><tr><th scope="col">${msg('direction')}</th><th scope="col">${msg('singular value')}</th><td></td></tr></thead>
          <tbody>
            ${singularValues.map((value, i) => html`<tr><th scope="row">${i + 1}</th><td>${formatSignificant(value)}</td><td class="wide-bar">${bar(value / singularValues[0])}</td></tr>`)}
          </tbody>
          <tfoot><tr><th scope="row">${msg(str`the other ${C - singularValues.length}`)}</th><td>0</td><td></td></tr></tfoot>
        </table>
      </section>
    </div>`;
  }

  #output() {
    const { output, valueUp } = this.matrices;
    const [D] = valueUp.shape;
    const heads = output.shape[0] / D;
    const pick = (head: number) => () => this.dispatchEvent(new FocusChangeEvent({ head }));
    return html`
      <section class="card" aria-label=${msg('Output matrix')}>
        <h2>${msg(html`The output matrix of layer ${this.layer + 1}: <span class="value">value-up</span> of all ${heads} heads, side by side`)}</h2>
        <div class="pills" role="group" aria-label=${msg('Head')}>
          ${Array.from({ length: heads }, (_, head) => html`<button aria-pressed=${head === this.head} @click=${pick(head)}>${this.layer + 1}.${head + 1}</button>`)}
        </div>
        <div class="halves">
        ${this.#renderMatrix(msg('output matrix'), output, 'output', { of: 'columns', from: this.head * D, count: D })}
        <div class="said"><p>
          ${msg(str`Framed: the ${D} columns that are value-up of head ${this.layer + 1}.${this.head + 1}, ${formatInteger(valueUp.data.length)} of ${formatInteger(output.data.length)} weights. The concatenated values of all heads are multiplied by this matrix at once, which includes the sum over heads.`)}
        </p>
        <p class="explained">
          ${msg('In papers, and in the file of this model, only this matrix appears. “Value matrix” then means value-down alone.')}
        </p>
        ${heads === 1 ? html`<p class="explained">${msg('This model has one head per layer, so its value-up is the whole matrix.')}</p>` : nothing}
        </div></div>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-value-matrix-factors': ValueMatrixFactors;
  }
}
