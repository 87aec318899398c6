// Formulas for several neurons per layer: the cost, the weight matrix, the weighted sums.

import { msg, str } from '@lit/localize';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { baseStyles } from '../../../../styles/base.styles.ts';
import { panelStyles } from '../../../../styles/panel.styles.ts';
import '../../../../views/text/math/math.ts';
import { activationFormula, costFormula, costNumbers, sumFormula, sumNumbers } from '../../formulas.ts';
import type { Detail } from '../../panels.ts';
import type { StageData } from '../../stage-data.ts';
import { texOf, twoDecimals } from '../../symbols.ts';

/**
 * The formulas of one detail.
 *
 * @property data - The network with one derivative.
 * @property detail - The selected detail.
 * @property lit - Key of the highlighted symbol.
 */
@customElement('lab-layer-formulas')
export class LayerFormulas extends LitElement {
  static override styles = [
    baseStyles,
    panelStyles,
    css`
      .matrix {
        width: auto;
        border-inline: 2px solid var(--line-strong);
        border-radius: var(--radius-tiny);
      }

      .matrix th[scope='row'] {
        padding-inline: var(--space-s);
      }

      .matrix td {
        padding: var(--space-2xs) var(--space-s);
      }

      .matrix td.chosen {
        color: var(--positive);
        font-weight: 600;
        outline: 2px solid var(--accent);
        outline-offset: -2px;
        border-radius: var(--radius-tiny);
      }
    `,
  ];

  @property({ attribute: false }) data!: StageData;
  @property() detail: Exclude<Detail, 'paths'> = 'indices';
  @property() lit?: string;

  protected override render() {
    return this.#renderers[this.detail]();
  }

  readonly #renderers: Readonly<Record<Exclude<Detail, 'paths'>, () => TemplateResult>> = {
    indices: () => {
      const { network } = this.data.request;
      const L = network.sizes.length - 1;
      const [k, j] = [L - 1, L].map((layer) =>
        texOf({ kind: 'a', layer, neuron: 0 }, network, { [layer]: layer === L ? 'j' : 'k' }),
      );
      return html`${this.#math(`${k}\\quad k=0,\\dots,${network.sizes[L - 1] - 1}\\qquad ${j}\\quad j=0,\\dots,${network.sizes[L] - 1}`)}
        <p class="explained">${msg('The superscript is the layer, the subscript the neuron. Both count from 0.')}</p>`;
    },
    cost: () => {
      const { request, chain } = this.data;
      const { network } = request;
      const outputs = chain.smallNetwork.a[network.sizes.length - 2].data;
      return html`${this.#math(costFormula(network))} ${this.#math(`=${costNumbers(network, outputs, chain.smallNetwork.cost)}`)}`;
    },
    matrix: () => this.#matrix(),
    sums: () => {
      const { request, chain } = this.data;
      const { network } = request;
      const L = network.sizes.length - 1;
      return html`${[...network.sizes.keys()]
        .slice(0, network.sizes[L])
        .map(
          (j) =>
            html`${this.#math(sumFormula(network, L, j))} ${this.#math(`=${sumNumbers(network, chain.smallNetwork, L, j)}`)}`,
        )}
      ${this.#math(activationFormula(network, L, 0))}`;
    },
  };

  #math(tex: string): TemplateResult {
    return html`<lab-math display .highlighted=${this.lit} .tex=${tex}></lab-math>`;
  }

  /** Row j holds the weights of neuron j, as in chapter 1. */
  #matrix(): TemplateResult {
    const { network, of } = this.data.request;
    const L = network.sizes.length - 1;
    const [rows, columns] = [network.sizes[L], network.sizes[L - 1]];
    const chosen = of.kind === 'w' && of.layer === L ? of : undefined;
    return html`${this.#math(texOf({ kind: 'w', layer: L, neuron: 0, from: 0 }, network, { [L]: 'j', [L - 1]: 'k' }))}
      <div class="scroll"><table class="matrix" aria-label=${msg('Weights of the last layer')}>
        <thead><tr><th></th>${Array.from({ length: columns }, (_, k) => html`<th scope="col">k = ${k}</th>`)}</tr></thead>
        <tbody>${Array.from(
          { length: rows },
          (_, j) =>
            html`<tr><th scope="row">j = ${j}</th>${Array.from(
              { length: columns },
              (_, k) =>
                html`<td class=${chosen?.neuron === j && chosen.from === k ? 'chosen' : ''}>${twoDecimals(network.weights[L - 1][j * columns + k])}</td>`,
            )}</tr>`,
        )}</tbody>
      </table></div>
      <p class="explained">
        ${msg(str`${chosen ? msg(str`The weight from neuron ${chosen.from} to neuron ${chosen.neuron} is in row ${chosen.neuron}, column ${chosen.from}: `) : msg('Select an edge to find its weight: ')} the first index is the target neuron, the second the source neuron.`)}
      </p>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-layer-formulas': LayerFormulas;
  }
}
