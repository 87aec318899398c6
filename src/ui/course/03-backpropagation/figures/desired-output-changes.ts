// The desired changes of the ten outputs for one image: increase the right one, decrease the others.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { CostBreakdown, DesiredChanges } from '../../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { formatFixed } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { sharedExponent } from '../../../format/shared-exponent.ts';

interface ImageChanges {
  readonly cost: CostBreakdown;
  readonly desiredChanges: DesiredChanges;
}

/** @param chosen the selected output */
export function desiredOutputChanges(
  { cost: { outputs, targets, costs }, desiredChanges: { layers } }: ImageChanges,
  chosen: number,
): TemplateResult {
  const { activations, weightedSums } = layers[layers.length - 1];
  const { data } = activations ?? weightedSums;
  const most = Math.max(...data.map(Math.abs), Number.MIN_VALUE);
  const unit = sharedExponent(data);
  const pick = (digit: number) => html`<button class="plain" aria-pressed=${digit === chosen}
    @click=${emit(() => new NeuronPickEvent({ layer: layers.length, neuron: digit }))}>${digit}</button>`;
  return card(
    msg('Desired changes of the outputs'),
    msg('Desired changes of the ten outputs for this image'),
    numberTable(Array.from(data), {
      names: { heading: msg('output'), cell: (_, digit) => pick(digit) },
      isMarked: (_, digit) => digit === chosen,
      scrolls: msg('Desired changes by output'),
      columns: [
        { heading: msg('activation'), cell: (_, digit) => formatFixed(outputs.data[digit], 3) },
        { heading: msg('target'), cell: (_, digit) => targets.data[digit] },
        {
          heading: msg(
            str`desired change, ${activations ? '−∂C/∂a' : '−∂C/∂z'}${unit.label ? msg(str`, in ${unit.label}`) : ''}`,
          ),
          kind: 'desired-change',
          cell: (change) => `${change > 0 ? '↑' : '↓'} ${unit.format(change)}`,
        },
        bars((change) => change / most, { isSigned: true, name: msg('as a bar') }),
      ],
    }),
    note(
      msg(
        str`The cost of this image is ${formatSignificant(costs.data[0])}. ${
          activations
            ? msg(
                'The cost is a square, so each desired change is twice the distance to the target, 2 (y − a). Outputs far from their target change most.',
              )
            : msg(
                'With softmax and cross-entropy the desired change of the logit is the distance to the target, y − a.',
              )
        } Outputs cannot be set directly, only weights and biases. Select an output to see how to change it.`,
      ),
    ),
  );
}
