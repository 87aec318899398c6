// The value of every key: after value-down and after value-up.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { keyChoice } from '../../choices.ts';
import { panelStyles } from '../../panel.styles.ts';
import { maxAbs, norm, rowOf } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

/**
 * A table with one row per token.
 *
 * @property headTrace - Intermediate values of the head.
 * @property key - Position of the selected key.
 * @fires lab-choice - The visitor selects a key.
 */
@customElement('lab-value-vectors')
export class ValueVectors extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) headTrace!: HeadTraceResult;
  @property({ type: Number }) key = 0;

  override render() {
    const { tokens, v, values } = this.headTrace;
    const [D, C] = [v.length / tokens.length, values.length / tokens.length];
    return html`
      <section class="card" aria-label=${msg('Values of all tokens')}>
        <h2>${msg(html`The <span class="value">values</span> of all tokens: the vectors added to tokens that attend to them`)}</h2>
        <table class="values">
          <thead>
            <tr>
              <th scope="col">${msg('key')}</th>
              <th scope="col">${msg(str`after value-down: ${D} numbers`)}</th>
              <th scope="col">${msg(str`after value-up: ${C} numbers`)}</th>
              <th scope="col">${msg('length')}</th>
            </tr>
          </thead>
          <tbody>
            ${tokens.map(({ text }, key) => {
              const label = tokenLabel(text);
              const whole = rowOf(values, key, C);
              const pick = () => this.dispatchEvent(keyChoice(key));
              return html`<tr class="key-row ${key === this.key ? 'marked' : ''}">
                <th scope="row"><button class="plain" @click=${pick}>${key + 1} ${label}</button></th>
                <td class="strips">${vectorStrip(rowOf(v, key, D), maxAbs(v), msg(str`v of ${label}`))}</td>
                <td class="strips">${vectorStrip(whole, maxAbs(values), msg(str`value of ${label}`))}</td>
                <td>${formatSignificant(norm(whole))}</td>
              </tr>`;
            })}
          </tbody>
        </table>
        <p class="explained">
          ${msg(str`The video first shows one large value matrix from ${C} to ${C} numbers and later factors it into these two.`)}
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-value-vectors': ValueVectors;
  }
}
