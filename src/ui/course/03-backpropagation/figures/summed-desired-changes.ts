// The desired changes of one layer's neurons for the neurons before, and their sums.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { DesiredChanges } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { tint } from '../../../figures/tint.ts';
import { sharedExponent } from '../../../format/shared-exponent.ts';

export const summedDesiredChangesStyles = css`
  :where(.summed) {
    th,
    td {
      padding: var(--space-2xs);
      text-align: center;
    }

    td.cell {
      font-size: var(--size-fine);
    }

    .sum {
      position: sticky;
      right: 0;
      background: linear-gradient(to right, var(--line-strong) 1px, var(--surface) 1px);
      font-weight: 600;
    }
  }
`;

/**
 * A row for each neuron of a layer, a column for each of the next layer.
 *
 * @param layer whose neurons should change, from 1
 */
export function summedDesiredChanges({ layers }: DesiredChanges, layer: number): TemplateResult {
  const { fromNext, activations: sums } = layers[layer - 1] ?? {};
  if (!fromNext || !sums)
    return html`<p class="card">${msg('This network does not have that layer. Select another panel, or a network with two hidden layers.')}</p>`;
  const [next, width] = fromNext.shape;
  const isLast = layer + 1 === layers.length;
  const most = Math.max(...fromNext.data.map(Math.abs), Number.MIN_VALUE);
  const unit = sharedExponent([...fromNext.data, ...sums.data], 3);
  const source = isLast ? msg('output') : msg(str`neuron of layer ${layer + 1}`);
  const change = (from: number, neuron: number) => fromNext.data[from * width + neuron];
  return card(
    msg('Sums of desired changes'),
    msg(
      str`Desired changes of layer ${layer} from each ${source}, and their sum${unit.label ? msg(str`, in units of ${unit.label}`) : ''}`,
    ),
    numberTable(Array.from(sums.data), {
      kind: 'summed',
      names: { heading: msg('neuron'), cell: (_, neuron) => neuron },
      scrolls: msg(str`Desired changes of layer ${layer}`),
      columns: [
        ...Array.from({ length: next }, (_, from) => ({
          heading: from,
          title: `${isLast ? msg('output') : msg('neuron')} ${from}`,
          kind: 'cell',
          cell: (_: number, neuron: number) => unit.format(change(from, neuron)),
          shade: (_: number, neuron: number) => tint(change(from, neuron) / most, 70),
        })),
        { heading: msg('sum'), kind: 'sum', cell: (sum) => unit.format(sum) },
      ],
    }),
    note(html`
      ${msg(str`Rows are neurons of layer ${layer}. A column is the contribution of one ${source}: its own desired change times the weight between them, blue for increase, red for decrease. The sum over all ${next} columns is the desired change of layer ${layer} for this image.`)}
      ${layer > 1 ? msg('Then the same step repeats for the layer before. This is backpropagation.') : ''}
    `),
  );
}
