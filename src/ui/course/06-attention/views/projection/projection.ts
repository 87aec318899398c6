// A matrix times a vector: how the head computes a query, key or value.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HeadProjection, ModelConfig } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/heatmap/heatmap.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { maxAbs, transpose } from '../../vector-math.ts';
import { projectionStyles } from './projection.styles.ts';

export type ProjectionKind = 'query' | 'key' | 'value';

/** The letters of a projection: of its matrix and of its output. */
const SIGNS = {
  query: ['Q', 'q'],
  key: ['K', 'k'],
  value: ['V', 'v'],
} as const;

/** Number of terms listed. */
const TERMS_SHOWN = 5;

const NORM_SENTENCES = {
  layer: msg('Layer norm is applied to E first (it centres and rescales the vector), which the video omits.'),
  rms: msg('RMS norm is applied to E first (it rescales the vector), which the video omits.'),
} as const satisfies Record<NonNullable<ModelConfig['norm']>, string>;

type NormParts = Pick<ModelConfig, 'norm' | 'qkNorm' | 'positions'>;

/** Sentences on the steps before and after the projection, which the video omits. */
export function projectionSteps(
  { norm, qkNorm, positions }: NormParts,
  kind: ProjectionKind,
): readonly string[] {
  const before = NORM_SENTENCES[norm ?? 'layer'];
  const isRotary = positions === 'rotary';
  if (kind === 'value' || !(qkNorm || isRotary)) return [before];
  const vector = SIGNS[kind][1];
  if (!isRotary) return [before, msg(str`In this model QK-norm of ${vector} precedes the dot products.`)];
  return [
    before,
    qkNorm
      ? msg(str`In this model QK-norm and rotation by position of ${vector} precede the dot products.`)
      : msg(str`In this model rotation by position of ${vector} precedes the dot products.`),
  ];
}

/**
 * The projection of one token.
 *
 * @property kind - `query`, `key` or `value`.
 * @property projection - Matrix and bias.
 * @property input - The token's vector after the norm (C).
 * @property output - The engine's result (D), before QK-norm and rotation.
 * @property token - The displayed token.
 * @property model - The model's parts.
 */
@customElement('lab-projection')
export class Projection extends LitElement {
  static override styles = [baseStyles, panelStyles, projectionStyles];

  @property() kind: ProjectionKind = 'query';
  @property({ attribute: false }) projection?: HeadProjection;
  @property({ attribute: false }) input = new Float32Array();
  @property({ attribute: false }) output = new Float32Array();
  @property() token = '';
  @property({ attribute: false }) model: NormParts = {};

  /** The row of the matrix whose terms are listed. */
  @state() private row = 0;

  override render() {
    const { projection, kind, token } = this;
    if (!projection) return html`<p class="explained">${msg('Loading weights …')}</p>`;
    const [C, D] = projection.weight.shape;
    const row = Math.min(this.row, D - 1);
    const [letter, vector] = SIGNS[kind];
    const matrix = html`W<sub>${letter}</sub>`;
    return html`
      <section class="card" aria-label=${msg(str`W ${letter} times E`)}>
        <h2>${msg(html`<span class=${kind}>${matrix} · E = ${vector}</span> of “${token}”: ${formatInteger(C)} numbers become ${formatInteger(D)}`)}</h2>
        <div class="equation">
          <figure class="matrix">
            <lab-heatmap
              .values=${transpose(projection.weight.data, D)}
              .columns=${C}
              .frame=${{ of: 'rows', from: row, count: 1 }}
              .label=${msg(str`W ${letter}: ${D} rows of ${C} weights; row ${row + 1} is framed`)}
            ></lab-heatmap>
            <figcaption>${msg(html`${matrix}: ${D} × ${C} weights`)}</figcaption>
          </figure>
          <span aria-hidden="true">·</span>
          <figure class="input">
            <lab-heatmap .values=${this.input} .columns=${1} .label=${msg(str`E of ${token}: ${C} numbers`)}></lab-heatmap>
            <figcaption>E</figcaption>
          </figure>
          <span aria-hidden="true">=</span>
          <figure class="output">
            <lab-heatmap
              .values=${this.output}
              .columns=${1}
              .extent=${maxAbs(this.output)}
              .frame=${{ of: 'rows', from: row, count: 1 }}
              .label=${msg(str`${vector} of ${token}: ${D} numbers`)}
            ></lab-heatmap>
            <figcaption class=${kind}>${vector}</figcaption>
          </figure>
        </div>
        <label class="row">
          ${msg('row')}
          <input type="range" name="row" min="1" max=${D} .value=${String(row + 1)} @input=${this.#pick} />
          <output>${msg(str`${row + 1} of ${D}`)}</output>
        </label>
        ${this.#sum(projection, row, D)}
      </section>
    `;
  }

  #sum({ weight, bias }: HeadProjection, row: number, D: number) {
    const [letter, vector] = SIGNS[this.kind];
    const terms = Array.from(this.input, (x, c) => ({
      c,
      x,
      w: weight.data[c * D + row],
      product: x * weight.data[c * D + row],
    }));
    const largestTerms = [...terms]
      .sort((a, b) => Math.abs(b.product) - Math.abs(a.product))
      .slice(0, TERMS_SHOWN);
    const others = terms
      .filter((term) => !largestTerms.includes(term))
      .reduce((sum, { product }) => sum + product, 0);
    return html`
      <table class="sum">
        <thead>
          <tr><th scope="col">${msg('component c')}</th><th scope="col">W<sub>${letter}</sub>[${row + 1}, c]</th><th scope="col">E[c]</th><th scope="col">${msg('product')}</th></tr>
        </thead>
        <tbody>
          ${largestTerms.map(({ c, x, w, product }) => html`<tr><th scope="row">${c + 1}</th><td>${formatSigned(w)}</td><td>${formatSigned(x)}</td><td>${formatSigned(product)}</td></tr>`)}
          <tr><th scope="row">${msg(str`${formatInteger(terms.length - largestTerms.length)} smaller terms`)}</th><td></td><td></td><td>${formatSigned(others)}</td></tr>
          <tr><th scope="row" title=${msg('a constant, independent of the token; the video omits it')}>${msg('bias')}</th><td></td><td></td><td>${formatSigned(bias[row])}</td></tr>
        </tbody>
        <tfoot>
          <tr><th scope="row">${vector}[${row + 1}]</th><td></td><td></td><td class="result">${formatSigned(this.output[row])}</td></tr>
        </tfoot>
      </table>
      <p class="explained">
        ${msg(str`The dot product of one row of the matrix with E gives one number. ${projectionSteps(this.model, this.kind).join(' ')} GPT-3: 12,288 numbers become 128.`)}
      </p>
    `;
  }

  readonly #pick = ({ target }: Event) => {
    this.row = Number((target as HTMLInputElement).value) - 1;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-projection': Projection;
  }
}
