// The attention formula, each symbol with its matrix in this head, and the scaling by √D.

import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import '../../../views/text/math/math.ts';
import { formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { choice } from '../choices.ts';
import type { Context } from '../context.ts';
import { queryKeyPair } from '../query-key-pair.ts';

export const attentionFormulaStyles = css`
  .formula {
    font-size: var(--size-large);
  }

  .letters {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: baseline;
    gap: 0 var(--space-m);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }
`;

const attention = (dotProducts: string) =>
  `\\mathrm{softmax}\\left(\\frac{${dotProducts}}{\\sqrt{d}}\\right)\\class{value}{V}`;
const AS_IN_THE_VIDEO = attention('\\class{key}{K}^T\\class{query}{Q}');
const AS_IN_PAPERS = attention('\\class{query}{Q}\\class{key}{K}^T');

/** It follows the orientation of the grid. */
export function attentionFormula({ headTrace, key, orientation }: Context) {
  const { sum, scaled, q } = queryKeyPair(headTrace, key);
  const [T, D] = [headTrace.tokens.length, q.length];
  const isTop = orientation === 'queries-top';
  const root = formatSignificant(Math.sqrt(D));
  const spread = standardDeviation(headTrace.scores.filter((_, i) => i % T <= Math.floor(i / T)));
  return html`
    <lab-math class="formula" display .tex=${isTop ? AS_IN_THE_VIDEO : AS_IN_PAPERS}></lab-math>
    <div class="letters">
      ${letter('Q', 'query', msg(str`${T} queries of ${D} numbers`), 'query')}
      ${letter('K', 'key', msg(str`${T} keys of ${D} numbers`), 'key')}
      ${letter(isTop ? 'KᵀQ' : 'QKᵀ', '', msg(str`${T} × ${T} dot products, the grid`), 'scores')}
      ${letter('√D', '', msg(str`√${D} = ${root}, where D is the dimension of a key`))}
      ${letter('softmax', '', isTop ? msg('of each column separately') : msg('of each row separately'), 'softmax')}
      ${letter('V', 'value', msg(str`${T} values, in a weighted sum`), 'change')}
    </div>
    <p>${msg(html`The selected pair: ${formatSigned(sum)} ÷ ${root} = <b>${formatSigned(scaled)}</b>`)}</p>
    ${note(msg(str`The standard deviation of a dot product grows with the square root of its dimension. Over this grid it is ${formatSignificant(spread * Math.sqrt(D))} for the products and ${formatSignificant(spread)} for the scores, small enough to keep the gradients of softmax from vanishing.`))}
    ${note(
      isTop
        ? msg(
            'As in the video, with one column per query. Papers use the transpose: QKᵀ, with one row per query.',
          )
        : msg('As in papers, with one row per query. The video uses one column per query: KᵀQ.'),
    )}
  `;
}

/** @param view panel that shows it; none for the open one */
const letter = (sign: string, kind: string, meaning: string, view?: string) =>
  html`<b class=${kind}>${sign}</b><span>${meaning}</span>
    <span>${view ? html`<button class="plain" @click=${emit(() => choice({ view }))}>${msg('show')}</button>` : nothing}</span>`;

function standardDeviation(values: Float32Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
