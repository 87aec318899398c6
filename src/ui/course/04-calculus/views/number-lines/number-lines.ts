// Every quantity of a network on its own number line; editable ones have a slider.

import { msg, str } from '@lit/localize';
import { html, LitElement, svg } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Quantity } from '../../../../../workers/rpc/api/lab-api.ts';
import { SymbolPointerEvent } from '../../../../events/index.ts';
import { tickOf } from '../../../../format/numbers.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/text/math/math.ts';
import { symbolStyles } from '../../../../views/text/math/tex-symbol.styles.ts';
import { QuantitySetEvent } from '../../events.ts';
import { isEditable, quantityKey, rangeOf, valueAt } from '../../networks.ts';
import type { StageData } from '../../stage-data.ts';
import { describeQuantity, texOf, twoDecimals } from '../../symbols.ts';
import { numberLinesStyles } from './number-lines.styles.ts';

/**
 * Number lines, one for each quantity.
 *
 * @property data - The network with one quantity nudged; a ring marks values after the nudge.
 * @property quantities - The quantities to show, in order.
 * @property lit - Key of the highlighted symbol.
 * @fires lab-quantity - The visitor changes a quantity.
 * @fires lab-symbol - The visitor points at a quantity.
 */
@customElement('lab-number-lines')
export class NumberLines extends LitElement {
  static override styles = [baseStyles, panelStyles, symbolStyles, numberLinesStyles];

  @property({ attribute: false }) data!: StageData;
  @property({ attribute: false }) quantities: readonly Quantity[] = [];
  @property() lit?: string;

  protected override render() {
    return html`<div class="lines">${this.quantities.map((quantity) => this.#line(quantity))}</div>`;
  }

  #line(quantity: Quantity) {
    const { request, chain } = this.data;
    const { network } = request;
    const key = quantityKey(quantity, network);
    const value = valueAt(network, chain.smallNetwork, quantity);
    const description = describeQuantity(quantity, network);
    const point = (symbol: string | undefined) => () => this.dispatchEvent(new SymbolPointerEvent(symbol));
    return html`<div
      class="line ${key === this.lit ? 'lit' : ''}"
      @pointerenter=${point(key)}
      @pointerleave=${point(undefined)}
    >
      <lab-math .tex=${texOf(quantity, network)} title=${description}></lab-math>
      ${
        isEditable(quantity)
          ? this.#slider(quantity, key, value, description)
          : this.#axis(quantity, value, valueAt(network, chain.nudged, quantity), description)
      }
      <span class="number ${quantity.kind}" data-key=${key}>${twoDecimals(value)}</span>
    </div>`;
  }

  #slider(quantity: Quantity, key: string, value: number, words: string) {
    const [least, most] = rangeOf(quantity);
    const set = ({ target }: Event) =>
      this.dispatchEvent(new QuantitySetEvent(key, Number((target as HTMLInputElement).value)));
    return html`<input type="range" aria-label=${words} min=${least} max=${most} step="0.01" .value=${String(value)} @input=${set} />`;
  }

  #axis(quantity: Quantity, value: number, nudged: number, words: string) {
    const [least, most] = rangeOf(quantity);
    const at = (number: number) =>
      `${(100 * (Math.min(most, Math.max(least, number)) - least)) / (most - least)}%`;
    return html`<svg role="img" class=${quantity.kind} aria-label=${msg(str`${words} is ${twoDecimals(value)}, on a line from ${least} to ${most}`)}>
      <line class="axis" x1="0" x2="100%" y1="9" y2="9" />
      ${[least, (least + most) / 2, most].map(
        (tick) => svg`<line class="axis" x1=${at(tick)} x2=${at(tick)} y1="5" y2="13" />`,
      )}
      <text class="end" x="0" y="24">${tickOf(least)}</text>
      <text class="end" x="100%" y="24" text-anchor="end">${most}</text>
      <circle class="value" cx=${at(value)} cy="9" r="6" />
      ${nudged === value ? '' : svg`<circle class="nudged" cx=${at(nudged)} cy="9" r="8" />`}
    </svg>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-number-lines': NumberLines;
  }
}
