// Formulas for several neurons per layer: the cost, the weight matrix, the weighted sums.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import { card, note } from '../../../figures/card.ts';
import type { StageData } from '../../../scenes/chain/stage-data.ts';
import { texOf, twoDecimals } from '../../../scenes/chain/symbols.ts';
import { activationFormula, costFormula, costNumbers, sumFormula, sumNumbers } from '../formulas.ts';
import { DETAILS, type Detail } from '../panels.ts';
import { formula } from './formula.ts';

export const layerFormulasStyles = css`
  .layer-formulas {
    display: grid;
    gap: var(--space-l);
    min-width: 0;
  }

  .matrix {
    width: auto;
    border-inline: 2px solid var(--line-strong);
    border-radius: var(--radius-tiny);

    th[scope='row'] {
      padding-inline: var(--space-s);
    }

    td {
      padding: var(--space-2xs) var(--space-s);
    }

    .chosen {
      color: var(--positive);
      font-weight: 600;
      outline: 2px solid var(--accent);
      outline-offset: -2px;
      border-radius: var(--radius-tiny);
    }
  }
`;

/** @param lit key of the highlighted symbol */
export const layerFormulas = (
  data: StageData,
  detail: Exclude<Detail, 'paths'>,
  lit?: string,
): TemplateResult =>
  card(DETAILS[detail], nothing, html`<div class="layer-formulas">${FIGURES[detail](data, lit)}</div>`);

const FIGURES: Readonly<Record<Exclude<Detail, 'paths'>, (data: StageData, lit?: string) => TemplateResult>> =
  {
    indices({ request: { network } }, lit) {
      const L = network.sizes.length - 1;
      const [k, j] = [L - 1, L].map((layer) =>
        texOf({ kind: 'a', layer, neuron: 0 }, network, { [layer]: layer === L ? 'j' : 'k' }),
      );
      return html`${formula(`${k}\\quad k=0,\\dots,${network.sizes[L - 1] - 1}\\qquad ${j}\\quad j=0,\\dots,${network.sizes[L] - 1}`, lit)}
        ${note(msg('The superscript is the layer, the subscript the neuron. Both count from 0.'))}`;
    },
    cost({ request: { network }, chain: { smallNetwork } }, lit) {
      const outputs = smallNetwork.a[network.sizes.length - 2].data;
      return html`${formula(costFormula(network), lit)} ${formula(`=${costNumbers(network, outputs, smallNetwork.cost)}`, lit)}`;
    },
    matrix,
    sums({ request: { network }, chain: { smallNetwork } }, lit) {
      const L = network.sizes.length - 1;
      const neurons = [...network.sizes.keys()].slice(0, network.sizes[L]);
      return html`${neurons.map((j) => [
        formula(sumFormula(network, L, j), lit),
        formula(`=${sumNumbers(network, smallNetwork, L, j)}`, lit),
      ])}
      ${formula(activationFormula(network, L, 0), lit)}`;
    },
  };

/** Row j holds the weights of neuron j, as in chapter 1. */
function matrix({ request: { network, of } }: StageData, lit?: string): TemplateResult {
  const L = network.sizes.length - 1;
  const columns = Array.from({ length: network.sizes[L - 1] }, (_, k) => k);
  const chosen = of.kind === 'w' && of.layer === L ? of : undefined;
  return html`${formula(texOf({ kind: 'w', layer: L, neuron: 0, from: 0 }, network, { [L]: 'j', [L - 1]: 'k' }), lit)}
    <div class="scroll"><table class="matrix" aria-label=${msg('Weights of the last layer')}>
      <thead><tr><th></th>${columns.map((k) => html`<th scope="col">k = ${k}</th>`)}</tr></thead>
      <tbody>${Array.from(
        { length: network.sizes[L] },
        (_, j) => html`<tr>
          <th scope="row">j = ${j}</th>
          ${columns.map((k) => html`<td class=${chosen?.neuron === j && chosen.from === k ? 'chosen' : ''}>${twoDecimals(network.weights[L - 1][j * columns.length + k])}</td>`)}
        </tr>`,
      )}</tbody>
    </table></div>
    ${note(msg(str`${chosen ? msg(str`The weight from neuron ${chosen.from} to neuron ${chosen.neuron} is in row ${chosen.neuron}, column ${chosen.from}: `) : msg('Select an edge to find its weight: ')} the first index is the target neuron, the second the source neuron.`))}`;
}
