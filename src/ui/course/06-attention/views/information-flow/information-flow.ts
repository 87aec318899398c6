// The attention of all heads to every earlier token, from the selected query.

import { msg } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Tensor, TokenProbability } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import '../../../../views/text/next-token/next-token.ts';
import { halvesStyles, panelStyles } from '../../panel.styles.ts';
import '../attention-lines/attention-lines.ts';

const LAYERS = ['var(--positive)', 'var(--value)', 'var(--key)', 'var(--query)'];

const informationFlowStyles = css`
  .halves {
    --first: 1.5fr;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-l);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .legend i {
    display: inline-block;
    width: 1rem;
    margin-inline-end: var(--space-xs);
    border-top: 3px solid var(--colour);
    vertical-align: middle;
  }
`;

/**
 * Lines of all heads, and the prediction from the last vector.
 *
 * @property tokens - T displayed tokens.
 * @property patterns - `hook_pattern` of each layer.
 * @property token - The selected query.
 * @property next - Predictions for the next token.
 * @fires lab-focus - The visitor selects a query.
 */
@customElement('lab-information-flow')
export class InformationFlow extends LitElement {
  static override styles = [baseStyles, panelStyles, halvesStyles, informationFlowStyles];

  @property({ attribute: false }) tokens: readonly string[] = [];
  @property({ attribute: false }) patterns: readonly Tensor[] = [];
  @property({ type: Number }) token = 0;
  @property({ attribute: false }) next: readonly TokenProbability[] = [];

  override render() {
    const heads = this.patterns.reduce((sum, { shape }) => sum + shape[0], 0);
    return html`<div class="halves">
      <section class="card" aria-label=${msg('Attention of all heads')}>
        <h2>${msg(html`Attention of <span class="query">${this.tokens[this.token]}</span> in all ${heads} heads`)}</h2>
        <lab-attention-lines .tokens=${this.tokens} .patterns=${this.patterns} .token=${this.token}></lab-attention-lines>
        <p class="legend">
          ${this.patterns.map((_, layer) => html`<span>${msg(html`<i style="--colour: ${LAYERS[layer % LAYERS.length]}"></i>layer ${layer + 1}`)}</span>`)}
          <span>${msg('percent: mean weight over all heads')}</span>
        </p>
      </section>
      <section class="card" aria-label=${msg('Prediction from the last vector')}>
        <h2>${msg('Prediction from the last vector alone')}</h2>
        <lab-next-token .next=${this.next} .most=${6}></lab-next-token>
        <p class="explained">
          ${msg(html`The prediction depends only on the vector of “${this.tokens.at(-1)}”. Information from an earlier token, such as a clue in a mystery novel, must reach that vector along these lines, in one layer or in several steps.`)}
        </p>
      </section>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-information-flow': InformationFlow;
  }
}
