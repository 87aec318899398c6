// The derivative for each of several examples, and their mean, the derivative of the full cost.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { formatFixed } from '../../../format/numbers.ts';
import type { StageData } from '../../../scenes/chain/stage-data.ts';
import { plainText, shortNumber, twoDecimals } from '../../../scenes/chain/symbols.ts';
import { averageFormula } from '../formulas.ts';
import { formula } from './formula.ts';

/** @param lit key of the highlighted symbol */
export function exampleAverage({ request, chain }: StageData, lit?: string): TemplateResult {
  const { network, of, nudge } = request;
  const { a, exampleCosts } = chain.smallNetwork;
  const outputs = a[network.sizes.length - 2].data;
  const name = plainText(of, network);
  const mean = (text: string, value: number, kind: string) => html`<tr>
    <th scope="row" colspan="3">${text}</th><td></td><td><b class=${kind}>${shortNumber(value)}</b></td>
  </tr>`;
  return card(
    msg('Average over examples'),
    msg(str`The same weights, ${network.inputs.length} examples`),
    formula(averageFormula(of, network), lit),
    html`<div class="scroll">
      <table>
        <thead>
          <tr>${[msg('example k: input'), msg('target y'), msg('output a(L)'), msg('cost Cₖ'), msg(str`∂Cₖ / ∂${name}`)].map((heading) => html`<th scope="col">${heading}</th>`)}</tr>
        </thead>
        <tbody>
          ${network.inputs.map(
            ([input], k) => html`<tr>
              <th scope="row">${k}: ${twoDecimals(input)}</th>
              <td>${twoDecimals(network.targets[k][0])}</td>
              <td>${twoDecimals(outputs[k])}</td>
              <td>${formatFixed(exampleCosts.data[k], 3)}</td>
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
    </div>`,
    note(
      msg(
        str`The derivative with respect to ${name} differs between examples, also in sign. The full cost C is the mean of all costs, so its derivative is the mean of their derivatives. Example 0 is the one that you can edit above.`,
      ),
    ),
  );
}
