// The gradient of one example's cost: one component for each weight and bias, with its finite difference.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Quantity } from '../../../../../workers/rpc/api/lab-api.ts';
import { SymbolPointerEvent } from '../../../../events/index.ts';
import { signedBar } from '../../../../figures/bar.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/text/math/math.ts';
import { componentFormula } from '../../formulas.ts';
import { gradientOf, quantitiesOf, quantityKey } from '../../networks.ts';
import type { StageData } from '../../stage-data.ts';
import { plainText, shortNumber } from '../../symbols.ts';
import { gradientListStyles } from './gradient-list.styles.ts';

/**
 * A table of the components of the gradient.
 *
 * @property data - A network with all derivatives.
 * @property lit - Key of the highlighted symbol.
 * @fires lab-symbol - The visitor points at a component or selects it.
 */
@customElement('lab-gradient-list')
export class GradientList extends LitElement {
  static override styles = [baseStyles, panelStyles, gradientListStyles];

  @property({ attribute: false }) data!: StageData;
  @property() lit?: string;

  protected override render() {
    const { request, all } = this.data;
    if (!all?.differences) return html`<p class="data">${msg('Nudging every weight and bias …')}</p>`;
    const { network, nudge } = request;
    const { differences } = all;
    const components = quantitiesOf(network)
      .filter(({ kind }) => kind === 'w' || kind === 'b')
      .map((quantity) => ({
        quantity,
        value: gradientOf(all, quantity),
        difference: gradientOf({ layers: differences }, quantity),
      }));
    const largest = Math.max(...components.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
    return html`<section class="card" aria-label=${msg('The gradient')}>
      <h2>${msg(str`∇C: one component for each weight and bias, ${components.length} in all`)}</h2>
      <div class="scroll">
        <table>
          <thead>
            <tr><th scope="col">${msg('component')}</th><th scope="col" class="bars"><span class="visually-hidden">${msg('as a bar')}</span></th><th scope="col">${msg('the engine’s gradient')}</th><th scope="col">${msg(str`by nudging, ±${shortNumber(Math.abs(nudge))}`)}</th></tr>
          </thead>
          <tbody>
            ${components.map(({ quantity, value, difference }) => this.#row(quantity, value, difference, value / largest))}
          </tbody>
        </table>
      </div>
      <p class="explained">
        ${msg('A component is the sensitivity of the cost to that weight or bias. Gradient descent moves along the negative gradient: each parameter changes by minus the component times a small learning rate. Select a component for its chain rule.')}
      </p>
    </section>`;
  }

  #row(quantity: Quantity, value: number, difference: number, share: number) {
    const { network, of } = this.data.request;
    const key = quantityKey(quantity, network);
    const point =
      (symbol: string | undefined, pressed = false) =>
      () =>
        this.dispatchEvent(new SymbolPointerEvent(symbol, pressed));
    const classes = [key === quantityKey(of, network) && 'chosen', key === this.lit && 'lit'].filter(Boolean);
    return html`<tr class=${classes.join(' ')} data-key=${key} @pointerenter=${point(key)} @pointerleave=${point(undefined)}>
      <th scope="row">
        <button class="plain" aria-label=${msg(str`Chain rule of ${plainText(quantity, network)}`)} @click=${point(key, true)}>
          <lab-math .tex=${componentFormula(quantity, network)}></lab-math>
        </button>
      </th>
      <td class="bars">${signedBar(share)}</td>
      <td class="gradient">${shortNumber(value)}</td>
      <td class="difference">${shortNumber(difference)}</td>
    </tr>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-gradient-list': GradientList;
  }
}
