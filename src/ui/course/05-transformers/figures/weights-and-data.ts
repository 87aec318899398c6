// Weights and data: a fixed matrix, the unembedding, times a vector that depends on the text.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import type { Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { bars, numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

/** Number of columns and rows drawn. */
const [COLUMNS, ROWS] = [12, 8];
const TERMS = 8;

/** `logits` (V) = `weights` (V, C) × `vector` (C) */
export interface Product {
  readonly weights: Tensor;
  readonly vector: Float32Array;
  readonly logits: Float32Array;
  readonly vocabulary: readonly string[];
}

export const weightsAndDataStyles = css`
  .equation {
    display: grid;
    grid-template-columns: auto auto auto;
    justify-content: start;
    align-items: start;
    gap: var(--space-s) var(--space-l);
    overflow-x: auto;

    figcaption {
      margin-bottom: var(--space-xs);
      color: var(--muted);
      font-size: var(--size-small);
    }

    table {
      width: auto;
    }

    td,
    th {
      height: 1.5rem;
      padding: 0 var(--space-2xs);
      font-size: var(--size-fine);
      white-space: nowrap;
    }

    .cell {
      width: 1.125rem;
      min-width: 0.75rem;
      padding: 0;
      border: 1px solid var(--surface);
    }
  }

  .weighted-sum {
    line-height: 2;
    font-size: var(--size-compact);

    span {
      margin-inline-end: var(--space-2xs);
      white-space: nowrap;
    }
  }
`;

const signClass = (weight: number) => (weight < 0 ? 'negative-number' : 'positive');

const byLogit = (logits: Float32Array) => [...logits.keys()].sort((a, b) => logits[b] - logits[a]);

const rowOf = ({ data, shape: [, C] }: Tensor, id: number) => data.subarray(id * C, (id + 1) * C);

/**
 * The row of the largest logit times the vector.
 *
 * @param token the last of the prompt
 */
export function weightedSum({ weights, vector, logits, vocabulary }: Product, token: string): TemplateResult {
  const [best] = byLogit(logits);
  const terms = Array.from(rowOf(weights, best), (weight, i) => {
    const x = vector[i];
    return { component: i + 1, weight, x, product: weight * x };
  });
  const largest = [...terms].sort((a, b) => Math.abs(b.product) - Math.abs(a.product));
  const most = Math.abs(largest[0]?.product ?? 1);
  return card(
    msg('A weighted sum'),
    msg(str`One row times the vector: ${formatInteger(terms.length)} products and their sum`),
    html`<p class="weighted-sum">
      ${terms.slice(0, TERMS).map(
        ({ weight, x }) =>
          html`<span><b class=${signClass(weight)}>${formatSigned(weight)}</b> ×
            <b class="data">${formatSigned(x)}</b> +</span> `, // a space, so that the line can break
      )} … = <b class="numbers data">${formatSigned(logits[best])}</b>
    </p>`,
    html`<p>
      ${msg(str`The row of “${tokenLabel(vocabulary[best])}” in the unembedding, with the vector of “${tokenLabel(token)}” after the last block. The sum of the products is that token’s logit, the largest of ${formatInteger(logits.length)}.`)}
    </p>`,
    scrolling(
      numberTable(largest.slice(0, TERMS), {
        names: { heading: msg('component'), cell: ({ component }) => formatInteger(component) },
        columns: [
          {
            heading: msg('weight'),
            cell: ({ weight }) => html`<span class=${signClass(weight)}>${formatSigned(weight)}</span>`,
          },
          { heading: msg('data'), cell: ({ x }) => html`<span class="data">${formatSigned(x)}</span>` },
          bars(({ product }) => product / most, { isSigned: true }),
          { heading: msg('product'), cell: ({ product }) => formatSigned(product) },
        ],
      }),
    ),
    note(
      msg(
        'Largest products first. The weights of a network act in such sums, written as a matrix times a vector. Simple functions without weights stand between them.',
      ),
    ),
  );
}

/** The matrix beside the vector, in colours. */
export function weightsTimesData({ weights, vector, logits, vocabulary }: Product): TemplateResult {
  const [V, C] = weights.shape;
  const best = byLogit(logits).slice(0, ROWS);
  const extent = 3 * rootMeanSquare(weights.data);
  const most = vector.reduce((largest, x) => Math.max(largest, Math.abs(x)), 1e-9);
  return card(
    msg('Weights times data'),
    msg('Weights are fixed, data depends on the input'),
    html`<div class="equation" tabindex="0">
      <figure>
        <figcaption>${msg(html`<b class="positive">weights</b>: ${formatInteger(best.length)} of ${formatInteger(V)} rows`)}</figcaption>
        <table>
          ${best.map(
            (id) => html`<tr>
              <th scope="row">${tokenLabel(vocabulary[id])}</th>
              ${Array.from(
                rowOf(weights, id).subarray(0, COLUMNS),
                (weight) =>
                  html`<td class="cell" title=${formatSigned(weight)} style=${shade(weight < 0 ? '--negative' : '--positive', weight / extent)}></td>`,
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
            vector.subarray(0, COLUMNS),
            (x) => html`<tr>
              <td class="cell" style=${shade('--data', x / most)}></td>
              <td class="data">${formatSigned(x)}</td>
            </tr>`,
          )}
        </table>
      </figure>
      <figure>
        <figcaption>= <b class="data">${msg('data')}</b></figcaption>
        <table>
          ${best.map((id) => html`<tr><td class="data">${formatSigned(logits[id])}</td></tr>`)}
        </table>
      </figure>
    </div>`,
    note(
      msg(
        html`<span class="positive">Blue</span> and <span class="negative-number">red</span> are positive and negative weights, set in training and the same for every text. <span class="data">Grey</span> is data, different for every text. Another prompt changes the grey numbers only. Training changes the coloured ones.`,
      ),
    ),
  );
}

/** Deeper for a larger number; of the theme, as the scales of canvases are. */
const shade = (colour: string, fraction: number) =>
  styleMap({
    background: `color-mix(in lab, var(${colour}) ${Math.min(100, 100 * Math.abs(fraction))}%, var(--scale-zero))`,
  });

const rootMeanSquare = (values: Float32Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length));
