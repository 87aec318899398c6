// The published formula in one line, each of its letters as the matrix it is in this head, and the division by √D.

import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import type { Orientation } from '../../../../types/page.ts';
import '../../../../views/text/math/math.ts';
import { formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { ChoiceEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import type { Panel } from '../../panels.ts';
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
 * @property headTrace - the head's numbers at the chosen query
 * @property key - position of the chosen key
 * @property orientation - the formula is written as the grid is turned
 * @fires lab-choice - the view a letter belongs to
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
        ${this.#letter('Q', 'query', `${T} queries of ${D} numbers`, 'query')}
        ${this.#letter('K', 'key', `${T} keys of ${D} numbers`, 'key')}
        ${this.#letter(top ? 'KᵀQ' : 'QKᵀ', '', `${T} × ${T} dot products, the grid`, 'scores')}
        ${this.#letter('√D', '', `√${D} = ${formatSignificant(Math.sqrt(D))}, D being the length of a key`, 'formula')}
        ${this.#letter('softmax', '', `of each ${top ? 'column' : 'row'} by itself`, 'softmax')}
        ${this.#letter('V', 'value', `${T} values, summed by these shares`, 'change')}
      </div>
      <p class="division">
        The chosen pair: ${formatSigned(sum)} ÷ ${formatSignificant(Math.sqrt(D))} = <b>${formatSigned(scaled)}</b>
      </p>
      ${this.#spread(D)}
      <p class="explained">
        ${
          top
            ? 'Written as the video draws it, with a column for each query. Papers turn it round: QKᵀ, a row for each query.'
            : 'Written as in papers, a row for each query. The video draws a column for each: KᵀQ.'
        }
      </p>
    `;
  }

  #letter(sign: string, kind: string, meaning: string, view: Panel) {
    const show = () => this.dispatchEvent(new ChoiceEvent({ view }));
    return html`<b class=${kind}>${sign}</b><span>${meaning}</span>
      <span>${view === 'formula' ? '' : html`<button class="plain" @click=${show}>show</button>`}</span>`;
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
      The more numbers are multiplied and summed, the larger a sum grows by chance, with the root of their count. Over this
      grid the products spread by ${formatSignificant(spread * Math.sqrt(D))} (standard deviation), the scores by ${formatSignificant(spread)}:
      small enough for softmax to go on learning.
    </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-attention-formula': AttentionFormula;
  }
}
