// The weighted sum of values ΔE, the updated embedding, and the direct effect of ΔE on the logits.

import { msg, str } from '@lit/localize';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult, TokenScore } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { keyChoice } from '../../choices.ts';
import { halvesStyles, panelStyles } from '../../panel.styles.ts';
import { addVectors, maxAbs, norm, rowOf } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

const headOutputStyles = css`
  .halves {
    --first: 1.6fr;
  }

  .readings {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-l);
  }

  tr.result th,
  tr.result td {
    border-top: 1px solid var(--line-strong);
    font-weight: 600;
  }
`;

/**
 * The weighted sum of one head, and the tokens that it promotes and suppresses.
 *
 * @property headTrace - Intermediate values of the head for the selected query.
 * @property head - Index of the head in its layer, 0-based.
 * @property key - Position of the selected key.
 * @fires lab-choice - The visitor selects a key.
 */
@customElement('lab-head-output')
export class HeadOutput extends LitElement {
  static override styles = [baseStyles, panelStyles, halvesStyles, headOutputStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) head = 0;
  @property({ type: Number }) key = 0;

  override render() {
    const { tokens, query } = this.headTrace;
    return html`<div class="halves">
      <section class="card" aria-label=${msg('Weighted sum')}>
        <h2>${msg(html`ΔE of <span class="query">${tokenLabel(tokens[query].text)}</span>: the weighted sum of the <span class="value">values</span>`)}</h2>
        ${this.#sum()}
      </section>
      <section class="card" aria-label=${msg('Direct effect on logits')}>
        <h2>${msg('Direct effect of ΔE on the logits')}</h2>
        <div class="readings">
          ${this.#renderTokenScores('promoted', 'promoted', this.headTrace.promoted[this.head])}
          ${this.#renderTokenScores('suppressed', 'suppressed', this.headTrace.suppressed[this.head])}
        </div>
        <p class="explained">
          ${msg('The change of each token’s logit if ΔE went directly to the unembedding, with the scale of the final norm held constant. Later layers can use ΔE in other ways.')}
        </p>
      </section>
    </div>`;
  }

  #sum() {
    const { tokens, pattern, values, changes, stream, query } = this.headTrace;
    const C = stream.length / tokens.length;
    const change = changes[this.head];
    const before = rowOf(stream, query, C);
    const visibleKeys = tokens.slice(0, query + 1);
    const weighted = visibleKeys.map((_, key) => {
      const weight = pattern[query * tokens.length + key];
      return { weight, vector: rowOf(values, key, C).map((x) => weight * x) };
    });
    const extent = maxAbs(change, ...weighted.map(({ vector }) => vector));
    const streamExtent = maxAbs(before, change);
    return html`
      <table class="sum">
        <thead>
          <tr><th scope="col">${msg('key')}</th><th scope="col">${msg('weight')}</th><th scope="col">${msg('weight × value')}</th><th scope="col">${msg('length')}</th></tr>
        </thead>
        <tbody>
          ${weighted.map(({ weight, vector }, key) => {
            const pick = () => this.dispatchEvent(keyChoice(key));
            const label = tokenLabel(visibleKeys[key].text);
            return html`<tr class="key-row ${key === this.key ? 'marked' : ''}">
              <th scope="row"><button class="plain" @click=${pick}>${key + 1} ${label}</button></th>
              <td>${formatPercent(weight)}</td>
              <td class="strips">${vectorStrip(vector, extent, msg(str`weighted value of ${label}`))}</td>
              <td>${formatSignificant(norm(vector))}</td>
            </tr>`;
          })}
          ${this.#line(msg('ΔE, the sum'), change, extent, msg('result value'))}
          ${this.#line(msg('E, input'), before, streamExtent, 'result')} ${this.#line('+ ΔE', change, streamExtent, 'value')}
          ${this.#line('= E′', addVectors(before, change), streamExtent, 'result')}
        </tbody>
      </table>
      <p class="explained">
        ${msg(str`A value has ${C} numbers too. The strips up to ΔE share one colour scale, those below another, since E is longer than the output of one head.`)}
      </p>
    `;
  }

  #line(name: string, vector: Float32Array, extent: number, kind: string) {
    return html`<tr class=${kind}>
      <th scope="row">${name}</th>
      <td></td>
      <td class="strips">${vectorStrip(vector, extent, name)}</td>
      <td>${formatSignificant(norm(vector))}</td>
    </tr>`;
  }

  #renderTokenScores(title: string, name: string, tokens: readonly TokenScore[]) {
    return html`<table class=${name}>
      <thead><tr><th scope="col">${title}</th><th scope="col">${msg('logit')}</th></tr></thead>
      <tbody>${tokens.map(({ text, score }) => html`<tr><th scope="row">${tokenLabel(text)}</th><td>${formatSigned(score)}</td></tr>`)}</tbody>
    </table>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-head-output': HeadOutput;
  }
}
