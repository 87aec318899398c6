// Every key's value: what its token has to give, in the head's own few numbers and in the stream's many.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadTraceResult } from '../../../../../workers/rpc/api/lab-api.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { ChoiceEvent } from '../../events.ts';
import { panelStyles } from '../../panel.styles.ts';
import { maxAbs, norm, rowOf } from '../../vector-math.ts';
import { vectorStrip } from '../../vector-strip.ts';

/**
 * @property headTrace - the head's numbers
 * @property key - position of the chosen key
 * @fires lab-choice - another key
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
      <section class="card" aria-label="The values of all tokens">
        <h2>The <span class="value">values</span> of all tokens: what each would add to who attends to it</h2>
        <table class="values">
          <thead>
            <tr>
              <th scope="col">key</th>
              <th scope="col">value-down makes ${D} numbers</th>
              <th scope="col">value-up makes ${C} of them</th>
              <th scope="col">length</th>
            </tr>
          </thead>
          <tbody>
            ${tokens.map(({ text }, key) => {
              const label = tokenLabel(text);
              const whole = rowOf(values, key, C);
              const pick = () => this.dispatchEvent(new ChoiceEvent({ key }));
              return html`<tr class="key-row ${key === this.key ? 'marked' : ''}">
                <th scope="row"><button class="plain" @click=${pick}>${key + 1} ${label}</button></th>
                <td class="strips">${vectorStrip(rowOf(v, key, D), maxAbs(v), `v of ${label}`)}</td>
                <td class="strips">${vectorStrip(whole, maxAbs(values), `value of ${label}`)}</td>
                <td>${formatSignificant(norm(whole))}</td>
              </tr>`;
            })}
          </tbody>
        </table>
        <p class="explained">
          The video first draws one large value matrix from ${C} to ${C} numbers, and splits it later into these two.
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
