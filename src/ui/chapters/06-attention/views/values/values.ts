// Every key's value: what its token has to give, in the head's own few numbers and in the stream's many.

import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeadChainReading } from '../../../../../workers/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { figures } from '../../../../views/quantities.ts';
import { tokenLabel } from '../../../../views/token-label.ts';
import { ChoiceEvent } from '../../events.ts';
import { largestOf, lengthOf, rowOf } from '../../numbers.ts';
import { panelStyles } from '../../panel.styles.ts';
import { strip } from '../../strips.ts';

/**
 * @property chain - the head's numbers
 * @property key - position of the chosen key
 * @fires lab-choice - another key
 */
@customElement('lab-values')
export class Values extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) chain!: HeadChainReading;
  @property({ type: Number }) key = 0;

  override render() {
    const { tokens, v, values } = this.chain;
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
              return html`<tr class="of-key ${key === this.key ? 'marked' : ''}">
                <th scope="row"><button class="plain" @click=${pick}>${key + 1} ${label}</button></th>
                <td class="strips">${strip(rowOf(v, key, D), largestOf(v), `v of ${label}`)}</td>
                <td class="strips">${strip(whole, largestOf(values), `value of ${label}`)}</td>
                <td>${figures(lengthOf(whole))}</td>
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
    'lab-values': Values;
  }
}
