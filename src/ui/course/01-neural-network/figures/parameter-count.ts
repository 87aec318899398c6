// A table that counts weights and biases layer by layer.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger } from '../../../format/numbers.ts';
import '../../../views/text/math/math.ts';
import { choice } from '../choices.ts';
import { countFormula, layerCounts } from './layer-counts.ts';

export const parameterCountStyles = css`
  .count-formula {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
  }

  td.running-total {
    color: var(--highlight);
  }
`;

/**
 * @param sizes neurons in each layer, inputs first
 * @param wanted number of layers counted; default: all
 */
export function parameterCount(sizes: readonly number[], wanted = sizes.length - 1): TemplateResult {
  const layers = sizes.length - 1;
  const counted = Math.min(wanted, layers);
  const shown = sizes.slice(0, counted + 1);
  const count = (to: number) => emit(() => choice({ panel: 'count', layers: to }));
  return card(
    msg('Number of weights and biases'),
    msg('Every connection is a weight, and every neuron after the inputs has a bias'),
    html`<div class="count-formula">
      ${countFormula(shown).map((tex) => html`<lab-math display .tex=${tex}></lab-math>`)}
    </div>
    <div class="scroll">${numberTable(layerCounts(shown), {
      names: {
        heading: msg('layer'),
        cell: (_, i) => (i === layers - 1 ? msg('outputs') : msg(str`layer ${i + 1}`)),
      },
      columns: [
        {
          heading: msg('connections'),
          cell: ({ from, to }) => `${formatInteger(from)} × ${formatInteger(to)}`,
        },
        { heading: msg('weights'), cell: ({ weights }) => formatInteger(weights) },
        { heading: msg('biases'), cell: ({ biases }) => formatInteger(biases) },
        {
          heading: msg('running total'),
          kind: 'running-total',
          cell: ({ runningTotal }) => formatInteger(runningTotal),
        },
      ],
    })}</div>
    <div class="controls">
      <button class=${counted < layers ? 'primary' : ''} ?disabled=${counted === layers} @click=${count(counted + 1)}>${msg('Count the next layer')}</button>
      <button ?disabled=${counted === 1} @click=${count(1)}>${msg('Start over')}</button>
    </div>`,
    note(
      counted < layers
        ? msg(
            str`Each of the ${formatInteger(sizes[1])} neurons of layer 1 has ${formatInteger(sizes[0])} weights, one for each pixel, and one bias.`,
          )
        : msg(
            'Learning means finding a value for each of these numbers, so that the network solves its task. Edit one yourself under “One neuron”.',
          ),
    ),
  );
}
