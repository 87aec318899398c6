// The cost of one image, term by term.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, DigitKind } from '../../../../workers/rpc/api/lab-api.ts';
import { bar } from '../../../figures/bar.ts';
import { formatFixed } from '../../../format/numbers.ts';
import { baseStyles } from '../../../styles/base.styles.ts';
import { panelStyles } from '../../../styles/panel.styles.ts';
import '../../text/math/math.ts';
import { formatSignificant } from '../../../format/quantities.ts';

const TEX: Readonly<Record<DigitKind, string>> = {
  sigmoid: 'C_x=\\sum_{j=0}^{9}\\left(a_j-y_j\\right)^2',
  relu: 'C_x=-\\sum_{j=0}^{9}y_j\\ln a_j',
};

/**
 * @summary Lists outputs, targets and cost terms of one image.
 *
 * @property cost - Outputs, targets and cost terms of the image.
 * @property kind - `sigmoid` for the squared error, `relu` for cross-entropy.
 */
@customElement('lab-digit-cost')
export class DigitCost extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) cost!: CostBreakdown;
  @property() kind: DigitKind = 'sigmoid';

  protected override render() {
    const { outputs, targets, terms, costs } = this.cost;
    const largest = Math.max(...terms.data, Number.MIN_VALUE);
    const rows = Array.from(outputs.data, (output, digit) => ({ output, digit, y: targets.data[digit] }));
    return html`<section class="card" aria-label=${msg('The cost of this image')}>
      <h2>${msg('Cost of one image, term by term')}</h2>
      <lab-math display .tex=${TEX[this.kind]}></lab-math>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Cost by digit')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('digit')}</th>
              <th scope="col">${msg('output a')}</th>
              <th scope="col">${msg('target y')}</th>
              <th scope="col">${this.kind === 'sigmoid' ? '(a − y)²' : msg('−y ln a')}</th>
              <th scope="col" class="bars"><span class="visually-hidden">${msg('bar')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              ({ output, digit, y }) => html`<tr class=${y === 1 ? 'marked' : ''}>
                <th scope="row">${digit}</th>
                <td>${formatFixed(output, 3)}</td>
                <td>${y}</td>
                <td class="term">${formatFixed(terms.data[digit], 5)}</td>
                <td class="bars">${bar(terms.data[digit] / largest)}</td>
              </tr>`,
            )}
          </tbody>
          <tfoot>
            <tr><th scope="row">${msg('cost of this image')}</th><td></td><td></td><td class="total">${formatFixed(costs.data[0], 5)}</td><td class="bars"></td></tr>
          </tfoot>
        </table>
      </div>
      <p class="explained">
        ${msg(
          str`${
            this.kind === 'sigmoid'
              ? msg(
                  'The target is 1 for the label and 0 for all other digits. The sum is small for a confident correct prediction, and large for a wrong one.',
                )
              : msg(
                  'With softmax the outputs are probabilities, and the cost is the cross-entropy: only the probability of the label counts.',
                )
          } Here it is ${formatSignificant(costs.data[0])}.`,
        )}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-digit-cost': DigitCost;
  }
}
