// The costs of many images and their mean.

import { msg, str } from '@lit/localize';
import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CostBreakdown, DigitRunInfo } from '../../../../../workers/rpc/api/lab-api.ts';
import { bar } from '../../../../figures/bar.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import type { DigitImages } from '../../../../types/digits.ts';
import type { LiveMode } from '../../../../views/status/live-region.ts';
import '../../../../views/digits/digit-gallery/digit-gallery.ts';
import '../../../../views/text/math/math.ts';
import { formatFixed, formatInteger } from '../../../../format/numbers.ts';
import { formatSignificant } from '../../../../format/quantities.ts';
import { histogram } from './histogram.ts';

/**
 * A histogram of costs, the images with the lowest and highest costs, and a table of the three functions.
 *
 * @property cost - Costs of many training images.
 * @property run - The network.
 * @property extremes - Images with the lowest costs, then those with the highest.
 * @property extremeCosts - Costs of `extremes`.
 * @property live - `aria-live` of its status text: `off` while the network trains.
 * @fires lab-digit-pick - The visitor picks one of these images.
 */
@customElement('lab-cost-average')
export class CostAverage extends LitElement {
  static override styles = [baseStyles, panelStyles];

  @property({ attribute: false }) cost!: CostBreakdown;
  @property({ attribute: false }) run!: DigitRunInfo;
  @property({ attribute: false }) extremes?: DigitImages;
  @property({ attribute: false }) extremeCosts: readonly number[] = [];
  @property() live: LiveMode = 'polite';

  protected override render() {
    const { costs, mean } = this.cost;
    const bins = histogram(costs.data, 8);
    const most = Math.max(...bins.map(({ count }) => count), 1);
    const count = formatInteger(costs.data.length);
    const parameters = formatInteger(this.run.parameterCount);
    const outputs = this.run.sizes.at(-1);
    return html`
      <section class="card" aria-label=${msg('Average cost')}>
        <h2>${msg('The average cost measures how bad the network is')}</h2>
        <lab-math display tex="C=\\frac{1}{n}\\sum_{x}C_x"></lab-math>
        <p role="status" aria-live=${this.live}>${msg(html`Mean cost of the first ${count} training images: <b class="mean">${formatSignificant(mean)}</b>`)}</p>
        <div class="scroll">
          <table>
            <thead><tr><th scope="col">${msg('cost of an image')}</th><th scope="col">${msg('images')}</th><th scope="col" class="bars"><span class="visually-hidden">${msg('as a bar')}</span></th></tr></thead>
            <tbody>
              ${bins.map(
                ({ from, to, count }) =>
                  html`<tr><th scope="row">${msg(str`${formatFixed(from, 2)} to ${formatFixed(to, 2)}`)}</th><td>${formatInteger(count)}</td><td class="bars">${bar(count / most)}</td></tr>`,
              )}
            </tbody>
          </table>
        </div>
        <h2>${msg('The four images with the lowest and the four with the highest cost')}</h2>
        <lab-digit-gallery class="noted" .images=${this.extremes} .caption=${(place: number) => formatSignificant(this.extremeCosts[place] ?? 0)}></lab-digit-gallery>
      </section>
      <section class="card" aria-label=${msg('Three functions')}>
        <h2>${msg('Three functions')}</h2>
        <div class="scroll">
          <table>
            <thead><tr><th scope="col">${msg('function')}</th><th scope="col">${msg('input')}</th><th scope="col">${msg('output')}</th><th scope="col">${msg('fixed')}</th></tr></thead>
            <tbody>
              <tr><th scope="row">${msg('network')}</th><td>${msg(str`${this.run.sizes[0]} pixels`)}</td><td>${msg(html`${outputs} outputs`)}</td><td>${msg(str`${parameters} weights and biases`)}</td></tr>
              <tr><th scope="row">${msg('cost')}</th><td>${msg(str`${parameters} weights and biases`)}</td><td>${msg(str`1 number, currently ${formatSignificant(mean)}`)}</td><td>${msg('the images and labels')}</td></tr>
              <tr><th scope="row">${msg('gradient')}</th><td>${msg(str`${parameters} weights and biases`)}</td><td>${msg(str`${parameters} partial derivatives`)}</td><td>${msg('the images and labels')}</td></tr>
            </tbody>
          </table>
        </div>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-cost-average': CostAverage;
  }
}
