// A matrix times a vector: how the head computes a query, key or value.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HeadProjection, ModelConfig } from '../../../../../workers/rpc/api/lab-api.ts';
import { note } from '../../../../figures/card.ts';
import { numberTable } from '../../../../figures/number-table.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/charts/heatmap/heatmap.ts';
import { formatInteger, formatSigned } from '../../../../format/numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { maxAbs, transpose } from '../../vector-math.ts';

export type ProjectionKind = 'query' | 'key' | 'value';

/** The letters of a projection: of its matrix and of its output. */
const SIGNS = {
  query: ['Q', 'q'],
  key: ['K', 'k'],
  value: ['V', 'v'],
} as const;

/** A product of a weight and a component of E, or several. */
interface Term {
  readonly name: unknown;
  readonly w?: number;
  readonly x?: number;
  readonly product: number;
}

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

const projectionStyles = css`
  .equation,
  .row {
    display: flex;
    align-items: center;
    gap: var(--space-m);
    font-size: var(--size-title);
  }

  figure {
    display: grid;
    gap: var(--space-2xs);
  }

  figcaption {
    color: var(--muted);
    font-size: var(--size-fine);
    text-align: center;
  }

  .matrix {
    flex: 1;
    min-width: 0;
  }

  lab-heatmap {
    height: 9rem;
  }

  :is(.input, .output) lab-heatmap {
    width: 1.125rem;
    margin-inline: auto;
  }

  .input lab-heatmap {
    height: 14rem;
  }

  .row {
    gap: var(--space-s);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  .row input {
    flex: 1;
    max-width: 18rem;
    accent-color: var(--query);
  }
`;

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
    if (!projection) return note(msg('Loading weights …'));
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
    const terms = Array.from(this.input, (x, c) => {
      const w = weight.data[c * D + row];
      return { name: c + 1, x, w, product: x * w };
    }).sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
    const smaller = terms.slice(TERMS_SHOWN);
    const rows: readonly Term[] = [
      ...terms.slice(0, TERMS_SHOWN),
      {
        name: msg(str`${formatInteger(smaller.length)} smaller terms`),
        product: smaller.reduce((sum, { product }) => sum + product, 0),
      },
      {
        name: html`<span title=${msg('a constant, independent of the token; the video omits it')}>${msg('bias')}</span>`,
        product: bias[row],
      },
    ];
    const signed = (value?: number) => (value === undefined ? '' : formatSigned(value));
    return html`
      ${numberTable(rows, {
        names: { heading: msg('component c'), cell: ({ name }) => name, sum: `${vector}[${row + 1}]` },
        columns: [
          { heading: html`W<sub>${letter}</sub>[${row + 1}, c]`, cell: ({ w }) => signed(w) },
          { heading: 'E[c]', cell: ({ x }) => signed(x) },
          {
            heading: msg('product'),
            cell: ({ product }) => signed(product),
            sum: signed(this.output[row]),
          },
        ],
      })}
      ${note(msg(str`The dot product of one row of the matrix with E gives one number. ${projectionSteps(this.model, this.kind).join(' ')} GPT-3: 12,288 numbers become 128.`))}
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
