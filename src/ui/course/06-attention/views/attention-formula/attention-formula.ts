// The attention formula, each symbol with its matrix in this head, and the scaling by √D.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import type { Orientation } from '../../../../types/page.ts';
import '../../../../views/text/math/math.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { choice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { queryKeyPair } from '../../query-key-pair.ts';

const attentionFormulaStyles = css`
  lab-math {
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

/**
 * The attention formula with the shapes of its matrices.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property key - Position of the selected key.
 * @property orientation - Orientation of the grid, which the formula follows.
 * @fires lab-choice - The visitor opens the view of a symbol.
 */
@customElement('lab-attention-formula')
export class AttentionFormula extends LitElement {
  static override styles = [baseStyles, panelStyles, attentionFormulaStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) key = 0;
  @property() orientation: Orientation = 'queries-top';

  override render() {
    const { sum, scaled, q } = queryKeyPair(this.headTrace, this.key);
    const [T, D] = [this.headTrace.tokens.length, q.length];
    const top = this.orientation === 'queries-top';
    return html`
      <lab-math display .tex=${top ? AS_IN_THE_VIDEO : AS_IN_PAPERS}></lab-math>
      <div class="letters">
        ${this.#letter('Q', 'query', msg(str`${T} queries of ${D} numbers`), 'query')}
        ${this.#letter('K', 'key', msg(str`${T} keys of ${D} numbers`), 'key')}
        ${this.#letter(top ? 'KᵀQ' : 'QKᵀ', '', msg(str`${T} × ${T} dot products, the grid`), 'scores')}
        ${this.#letter('√D', '', msg(str`√${D} = ${formatSignificant(Math.sqrt(D))}, where D is the dimension of a key`), 'formula')}
        ${this.#letter('softmax', '', top ? msg('of each column separately') : msg('of each row separately'), 'softmax')}
        ${this.#letter('V', 'value', msg(str`${T} values, in a weighted sum`), 'change')}
      </div>
      <p class="division">
        ${msg(html`The selected pair: ${formatSigned(sum)} ÷ ${formatSignificant(Math.sqrt(D))} = <b>${formatSigned(scaled)}</b>`)}
      </p>
      ${this.#spread(D)}
      <p class="explained">
        ${
          top
            ? msg(
                'As in the video, with one column per query. Papers use the transpose: QKᵀ, with one row per query.',
              )
            : msg('As in papers, with one row per query. The video uses one column per query: KᵀQ.')
        }
      </p>
    `;
  }

  #letter(sign: string, kind: string, meaning: string, view: string) {
    const show = () => this.dispatchEvent(choice({ view }));
    return html`<b class=${kind}>${sign}</b><span>${meaning}</span>
      <span>${view === 'formula' ? '' : html`<button class="plain" @click=${show}>${msg('show')}</button>`}</span>`;
  }

  #spread(D: number) {
    const { scores, tokens } = this.headTrace;
    const T = tokens.length;
    const unmaskedScores = scores.filter((_, i) => i % T <= Math.floor(i / T));
    const mean = unmaskedScores.reduce((a, b) => a + b, 0) / unmaskedScores.length;
    const spread = Math.sqrt(
      unmaskedScores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / unmaskedScores.length,
    );
    return html`<p class="explained">
      ${msg(str`The standard deviation of a dot product grows with the square root of its dimension. Over this grid it is ${formatSignificant(spread * Math.sqrt(D))} for the products and ${formatSignificant(spread)} for the scores, small enough to keep the gradients of softmax from vanishing.`)}
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-formula': AttentionFormula;
  }
}
