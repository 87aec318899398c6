// ∂C/∂q as the product of its factors, path by path, with the engine's gradient and the finite difference.

import { msg, str } from '@lit/localize';
import { html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ChainFactor, ChainPath } from '../../../../../workers/rpc/api/lab-api.ts';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/text/math/math.ts';
import { chainFormula, factorFormulas, valuesFormula } from '../../formulas.ts';
import { quantityKey } from '../../networks.ts';
import type { StageData } from '../../stage-data.ts';
import { plainText, shortNumber } from '../../symbols.ts';
import { chainFactorsStyles } from './chain-factors.styles.ts';

/**
 * The chain rule for one quantity, with values.
 *
 * @property data - Derivative with respect to one quantity.
 * @property lit - Key of the highlighted symbol.
 * @property activeFactor - Index of the factor that the moment explains, from 0.
 */
@customElement('lab-chain-factors')
export class ChainFactors extends LitElement {
  static override styles = [baseStyles, panelStyles, chainFactorsStyles];

  @property({ attribute: false }) data!: StageData;
  @property() lit?: string;
  @property({ attribute: false }) activeFactor?: number;

  protected override render() {
    const { request, chain } = this.data;
    const { network, of, nudge } = request;
    const name = plainText(of, network);
    const { paths } = chain;
    return html`<section class="card" aria-label=${msg('The chain rule')}>
      <h2>${msg(str`Derivative of the cost with respect to ${name}`)}</h2>
      <lab-math display .highlighted=${this.lit} .tex=${chainFormula(of, paths, network)}></lab-math>
      <lab-math display .highlighted=${this.lit} .tex=${valuesFormula(paths, network)}></lab-math>
      ${paths.map((path, i) => this.#path(path, i))}
      <dl class="numbers">
        <div>
          <dt>${paths.length === 1 ? msg('Product of the factors') : msg(str`Sum over ${paths.length} paths`)}</dt>
          <dd><b class="sum">${shortNumber(chain.mean)}</b></dd>
        </div>
        ${
          chain.gradient === undefined
            ? nothing
            : html`<div>
                <dt>${msg('The engine’s gradient')}</dt>
                <dd><b class="gradient">${shortNumber(chain.gradient)}</b></dd>
              </div>`
        }
        <div>
          <dt>${msg(str`By nudging ${name} up and down by ${shortNumber(Math.abs(nudge))}`)}</dt>
          <dd><b class="difference">${shortNumber(chain.difference)}</b></dd>
        </div>
      </dl>
      <p class="explained">
        ${msg(
          str`Below each factor is the ratio of the two changes for this nudge. The smaller the nudge, the closer the ratio is to the derivative. ${
            chain.gradient === undefined
              ? msg('The engine has no gradient of inputs and targets, since they are not trained.')
              : msg('The engine’s gradient comes from the backward pass that it uses in training.')
          }`,
        )}
      </p>
    </section>`;
  }

  #path({ factors, product }: ChainPath, index: number) {
    const several = this.data.chain.paths.length > 1;
    return html`<ol class="path numbers" aria-label=${several ? msg(str`Path ${index + 1}`) : msg('The factors')}>
      ${factors.map((factor, place) => this.#factor(factor, place === this.activeFactor))}
      ${several || factors.length > 1 ? html`<li class="product">= <b>${shortNumber(product)}</b></li>` : nothing}
    </ol>`;
  }

  #factor(factor: ChainFactor, isActive: boolean) {
    const { network } = this.data.request;
    const [of, by] = [quantityKey(factor.of, network), quantityKey(factor.by, network)];
    return html`<li class="factor ${this.lit === of || this.lit === by ? 'lit' : ''} ${isActive ? 'active' : ''}">
      ${factorFormulas(factor, network).map((tex) => html`<lab-math .highlighted=${this.lit} .tex=${tex}></lab-math>`)}
      <b class="value">${shortNumber(factor.value)}</b>
      ${factor.ratio === undefined ? nothing : html`<small>${msg(str`by nudging ${shortNumber(factor.ratio)}`)}</small>`}
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-chain-factors': ChainFactors;
  }
}
