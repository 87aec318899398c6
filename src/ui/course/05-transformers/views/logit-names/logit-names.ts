// Logits and probabilities, and the effect of a constant added to all logits.

import { msg } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar, signedBar } from '../../../../views/charts/bar.ts';
import type { Sampling } from '../../choices.ts';
import { temperatureControl } from '../../controls.ts';
import { candidates } from '../../distribution.ts';
import { panelStyles } from '../../panel.styles.ts';

const COUNT = 8;
const MAX_SHIFT = 10;

/**
 * A table of logits and probabilities with a slider for a constant.
 *
 * @property logits - Logits of the next token (V).
 * @property vocabulary - All tokens.
 * @property sampling - The temperature.
 * @fires lab-choice - The visitor changes the temperature.
 */
@customElement('lab-logit-names')
export class LogitNames extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) logits = new Float32Array();
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property({ attribute: false }) sampling: Sampling = { temperature: 1, seed: 1 };

  @state() private shift = 0;

  override render() {
    const rows = candidates(
      this.logits.map((logit) => logit + this.shift),
      this.sampling.temperature,
      this.vocabulary,
      COUNT,
    );
    const most = rows.reduce((largest, { logit }) => Math.max(largest, Math.abs(logit)), 1e-9);
    return html`
      <section class="card" aria-label=${msg('Logits and probabilities')}>
        <h2>${msg('Logits → softmax → probabilities')}</h2>
        <div class="scroll" tabindex="0"><table class="named">
          <thead>
            <tr>
              <th scope="col">${msg('token')}</th>
              <td></td>
              <th scope="col">${msg('logit')}</th>
              <td></td>
              <th scope="col">${msg('probability')}</th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ text, logit, probability }) => html`<tr>
                <th scope="row">${tokenLabel(text)}</th>
                <td class="bars half">${signedBar(logit / most)}</td>
                <td>${formatSigned(logit)}</td>
                <td class="bars half">${bar(probability)}</td>
                <td>${formatPercent(probability)}</td>
              </tr>`,
            )}
          </tbody>
        </table></div>
        <div class="controls">
          ${temperatureControl(this, this.sampling, false)}
          <label class="grow">
            <span>${msg(html`added to all ${formatInteger(this.logits.length)} logits: <b class="numbers">${formatSigned(this.shift)}</b>`)}</span>
            <input
              type="range"
              name="shift"
              min=${-MAX_SHIFT}
              max=${MAX_SHIFT}
              step="0.5"
              .value=${String(this.shift)}
              @input=${(event: Event) => {
                this.shift = Number((event.target as HTMLInputElement).value);
              }}
            />
          </label>
        </div>
        <p class="explained">
          ${msg('Logits are unnormalised and can have any sign. A constant added to all logits changes no probability: only differences matter. At T = 1 a difference of 1 means a factor of e, about 2.7, between the probabilities.')}
        </p>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-logit-names': LogitNames;
  }
}
