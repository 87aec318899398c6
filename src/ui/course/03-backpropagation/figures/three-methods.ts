// The three ways to change one output: its bias, its weights and the previous activations.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type {
  DesiredChanges,
  DigitGradient,
  DigitLayerWeights,
} from '../../../../workers/rpc/api/lab-api.ts';
import { NeuronPickEvent } from '../../../events/index.ts';
import { card, note } from '../../../figures/card.ts';
import { emit } from '../../../figures/emit.ts';
import { bars, numberTable } from '../../../figures/number-table.ts';
import { selection } from '../../../figures/selection.ts';
import { formatFixed, formatSigned } from '../../../format/numbers.ts';
import { sharedExponent } from '../../../format/shared-exponent.ts';
import type { LiveMode } from '../../../views/status/live-region.ts';
import '../../../views/text/math/math.ts';
import { METHOD_NAMES, METHODS, type Method, methodChoice } from '../choices.ts';

const EXPLANATIONS: Readonly<Record<Method, string>> = {
  bias: msg(
    'The bias changes the sum directly. A weight changes it in proportion to its activation, an activation in proportion to its weight.',
  ),
  weights: msg(
    'The nudge of a weight is the nudge of the bias times the activation of its source. Weights from bright neurons change most, weights from dark neurons not at all. So connections grow between active neurons and neurons that should become active; “fire together, wire together” is only a loose analogy.',
  ),
  activations: msg(
    'The desired change of an activation is the nudge of the bias times the weight. To increase the output, it is positive for positive weights and negative for negative ones. Activations cannot be set directly, so the desired changes pass to the layer before.',
  ),
};

export const threeMethodsStyles = css`
  :where(.methods) {
    thead th {
      white-space: normal;
    }

    .bars {
      width: 16%;
      min-width: 1.5rem;
    }

    @container (max-width: 30rem) {
      th,
      td {
        padding-inline-start: var(--space-2xs);
        font-size: var(--size-fine);
      }
    }
  }
`;

interface ImageGradient {
  readonly gradient: DigitGradient;
  readonly desiredChanges: DesiredChanges;
  readonly weights: readonly DigitLayerWeights[];
}

/**
 * @param output the selected one
 * @param live `off` while the network trains
 */
export function threeMethods(
  image: ImageGradient,
  output: number,
  method: Method,
  live: LiveMode,
): TemplateResult {
  const { layers } = image.desiredChanges;
  const { a, weightedSums } = layers[layers.length - 1];
  const change = weightedSums.data[output];
  const connections = connectionsOf(image, output);
  const unit = sharedExponent([...connections.flatMap(({ nudge, desired }) => [nudge, desired]), change]);
  const most = Math.max(
    ...connections.flatMap(({ nudge, desired }) => [Math.abs(nudge), Math.abs(desired)]),
    Number.MIN_VALUE,
  );
  const sortedBy = method === 'activations' ? 'desired' : 'nudge';
  const inUnits = unit.label ? msg(str`, in ${unit.label}`) : '';
  return card(
    msg('Three ways'),
    msg(str`Three ways to make output ${output} ${change > 0 ? msg('more') : msg('less')} active`),
    html`<lab-math display tex="a=\\sigma(w_0a_0+w_1a_1+\\dots+b)"></lab-math>
    <div class="controls">
      ${selection(
        msg('output'),
        Array.from(a.data.keys()),
        output,
        (neuron) => new NeuronPickEvent({ layer: layers.length, neuron }),
      )}
      ${METHOD_NAMES.map(
        (name) =>
          html`<button aria-pressed=${name === method} @click=${emit(() => methodChoice(name))}>${METHODS[name]}</button>`,
      )}
    </div>
    <p role="status" aria-live=${live}>${msg(html`The bias: nudge it by <b class="bias">${unit.format(change)}</b>${unit.label && `\u202f×\u202f${unit.label}`}, which is also the desired change of the sum z (−∂C/∂b = −∂C/∂z).`)}</p>`,
    numberTable(
      connections.sort((one, other) => Math.abs(other[sortedBy]) - Math.abs(one[sortedBy])),
      {
        kind: 'methods',
        names: { heading: msg('from'), cell: ({ from }) => from },
        scrolls: msg('Weights by neuron'),
        columns: [
          {
            heading: msg('activation'),
            kind: 'activation',
            cell: ({ activation }) => formatFixed(activation, 3),
          },
          { heading: msg('weight'), kind: 'weight', cell: ({ weight }) => formatSigned(weight) },
          {
            heading: msg(str`nudge of the weight${inUnits}`),
            kind: 'nudge',
            cell: ({ nudge }) => unit.format(nudge),
          },
          bars(({ nudge }) => (method === 'activations' ? undefined : nudge / most), {
            isSigned: true,
            name: msg('nudge as a bar'),
          }),
          {
            heading: msg(str`desired change of the activation${inUnits}`),
            kind: 'desired-change',
            cell: ({ desired }) => unit.format(desired),
          },
          bars(({ desired }) => (method === 'weights' ? undefined : desired / most), {
            isSigned: true,
            name: msg('desired change as a bar'),
          }),
        ],
      },
    ),
    note(EXPLANATIONS[method]),
  );
}

/** The weights into an output with their nudges, and the activations before it with their desired changes. */
function connectionsOf({ gradient, desiredChanges, weights }: ImageGradient, output: number) {
  const { a, fromNext } = desiredChanges.layers[desiredChanges.layers.length - 2];
  const at = (values: { readonly data: Float32Array } | undefined, from: number) =>
    values?.data[output * a.data.length + from] ?? 0;
  return Array.from(a.data, (activation, from) => ({
    ...{ from, activation },
    weight: at(weights.at(-1)?.weights, from),
    nudge: -at(gradient.layers.at(-1)?.weights, from),
    desired: at(fromNext, from),
  }));
}
