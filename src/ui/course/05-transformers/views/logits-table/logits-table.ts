// The output of the network: the last vector, one logit per token, and softmax at a temperature.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatInteger, formatPercent, formatSigned } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { tokenLabel } from '../../../../format/token-label.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { bar } from '../../../../views/charts/bar.ts';
import type { Sampling } from '../../choices.ts';
import { temperatureControl } from '../../controls.ts';
import { candidates } from '../../distribution.ts';
import { panelStyles } from '../../panel.styles.ts';

/**
 * A table from logits to probabilities.
 *
 * @property show - `unembedding` or `softmax`.
 * @property vector - Input of the unembedding (C).
 * @property logits - Output of the unembedding (V).
 * @property vocabulary - All tokens.
 * @property token - The last token of the prompt.
 * @property sampling - The temperature.
 * @fires lab-choice - The visitor changes the temperature.
 */
@customElement('lab-logits-table')
export class LogitsTable extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property() show: 'unembedding' | 'softmax' = 'softmax';
  @property({ attribute: false }) vector = new Float32Array();
  @property({ attribute: false }) logits = new Float32Array();
  @property({ attribute: false }) vocabulary: readonly string[] = [];
  @property() token = '';
  @property({ attribute: false }) sampling: Sampling = { temperature: 1, seed: 1 };

  override render() {
    return html`
      ${this.show === 'unembedding' ? this.#unembedding() : nothing}
      <section class="card" aria-label=${msg('From logits to probabilities')}>
        <div class="controls">${temperatureControl(this, this.sampling, false)}</div>
        ${this.#table()}
        <p class="explained">
          ${msg(str`A logit can be any number. e to the power of logit / T is positive; divided by the sum over all ${formatInteger(this.vocabulary.length)} tokens it is a probability. A change of T reuses the same logits: the model does not run again.`)}
        </p>
      </section>
    `;
  }

  #unembedding() {
    const [C, V] = [this.vector.length, this.vocabulary.length];
    return html`
      <section class="card" aria-label=${msg('Unembedding')}>
        <h2>${msg('Last vector → one logit per token')}</h2>
        <p>
          ${msg(html`The vector of “${tokenLabel(this.token)}”, ${formatInteger(C)} numbers: <span class="data numbers">${Array.from(this.vector.subarray(0, 6), formatSigned).join(', ')}, …</span>`)}
        </p>
        <p>
          ${msg(str`× the unembedding matrix, ${formatInteger(V)} rows of ${formatInteger(C)}, one per token = ${formatInteger(V)} logits, listed below in descending order.`)}
        </p>
      </section>
    `;
  }

  #table() {
    const { temperature } = this.sampling;
    const rows = candidates(this.logits, temperature, this.vocabulary, 10);
    const top = rows[0]?.logit ?? 0;
    return html`
      <div class="scroll" tabindex="0"><table class="probabilities">
        <thead>
          <tr>
            <th scope="col">${msg('token')}</th>
            <th scope="col">${msg('logit x')}</th>
            <th scope="col" class="wide" title=${msg('the largest logit is subtracted first, which changes no probability')}>${msg('e^((x − largest) / T)')}</th>
            <td></td>
            <th scope="col">${msg('probability')}</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ text, logit, probability }) => html`
              <tr>
                <th scope="row">${tokenLabel(text)}</th>
                <td>${formatSigned(logit)}</td>
                <td class="wide">${temperature === 0 ? '–' : formatSignificant(Math.exp((logit - top) / temperature))}</td>
                <td class="bars">${bar(probability)}</td>
                <td>${formatPercent(probability)}</td>
              </tr>
            `,
          )}
        </tbody>
      </table></div>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-logits-table': LogitsTable;
  }
}
