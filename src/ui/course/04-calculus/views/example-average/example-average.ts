// The derivative for each of several examples, and their mean, the derivative of the full cost.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { formatFixed } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/text/math/math.ts';
import { averageFormula } from '../../formulas.ts';
import type { StageData } from '../../stage-data.ts';
import { plainText, shortNumber, twoDecimals } from '../../symbols.ts';

/**
 * A table with one row for each example.
 *
 * @property data - Derivatives with respect to one weight or bias, for several examples.
 * @property lit - Key of the highlighted symbol.
 */
@customElement('lab-example-average')
export class ExampleAverage extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) data!: StageData;
  @property() lit?: string;

  protected override render() {
    const { request, chain } = this.data;
    const { network, of, nudge } = request;
    const outputs = chain.smallNetwork.a[network.sizes.length - 2].data;
    const name = plainText(of, network);
    const mean = (text: string, value: number, kind: string) => html`<tr>
      <th scope="row" colspan="3">${text}</th><td></td><td><b class=${kind}>${shortNumber(value)}</b></td>
    </tr>`;
    return html`<section class="card" aria-label=${msg('Average over examples')}>
      <h2>${msg(str`The same weights, ${network.inputs.length} examples`)}</h2>
      <lab-math display .highlighted=${this.lit} .tex=${averageFormula(of, network)}></lab-math>
      <div class="scroll">
        <table>
          <thead>
            <tr><th scope="col">${msg('example k: input')}</th><th scope="col">${msg('target y')}</th><th scope="col">${msg('output a(L)')}</th><th scope="col">${msg('cost Cₖ')}</th><th scope="col">${msg(str`∂Cₖ / ∂${name}`)}</th></tr>
          </thead>
          <tbody>
            ${network.inputs.map(
              ([input], k) => html`<tr>
                <th scope="row">${k}: ${twoDecimals(input)}</th>
                <td>${twoDecimals(network.targets[k][0])}</td>
                <td>${twoDecimals(outputs[k])}</td>
                <td>${formatFixed(chain.smallNetwork.exampleCosts.data[k], 3)}</td>
                <td class="each">${shortNumber(chain.sums.data[k])}</td>
              </tr>`,
            )}
          </tbody>
          <tfoot>
            ${mean(msg('mean of the column'), chain.mean, 'sum')}
            ${mean(msg('the engine’s gradient of the mean cost'), chain.gradient ?? Number.NaN, 'gradient')}
            ${mean(msg(str`by nudging ${name} up and down by ${shortNumber(Math.abs(nudge))}`), chain.difference, 'difference')}
          </tfoot>
        </table>
      </div>
      <p class="explained">
        ${msg(str`The derivative with respect to ${name} differs between examples, also in sign. The full cost C is the mean of all costs, so its derivative is the mean of their derivatives. Example 0 is the one that you can edit above.`)}
      </p>
    </section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-example-average': ExampleAverage;
  }
}
