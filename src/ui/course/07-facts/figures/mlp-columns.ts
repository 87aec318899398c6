// The output of an MLP as a sum of columns, with their contributions to the answer's logit.

import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { AttributionResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { nameButton, numberTable, scrolling, signedWithBars } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { neuronChoice } from '../choices.ts';

const MAX_NEURONS = 8;

interface Row {
  /** None: the neuron's. */
  readonly name?: string;
  readonly neuron?: number;
  /** To the logit. */
  readonly contribution: number;
}

/**
 * @param post activations of the MLP's neurons at the last token
 * @param chosen the selected neuron, which the map highlights too; 0-based
 */
export function mlpColumns(
  { answer, neurons, mlps, mlpBias, total, tokens, position }: AttributionResult,
  post: Float32Array,
  layer: number,
  chosen: number,
): TemplateResult {
  const columns = neurons[layer]
    .map((contribution, neuron) => ({ neuron, contribution }))
    .sort((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
    .slice(0, MAX_NEURONS);
  const rest = mlps[layer] - columns.reduce((sum, { contribution }) => sum + contribution, 0);
  const rows: Row[] = [
    ...columns,
    { name: msg(str`${formatInteger(neurons[layer].length - columns.length)} others`), contribution: rest },
  ];
  const largest = Math.max(...rows.map(({ contribution }) => Math.abs(contribution)), 1e-9);
  return card(
    msg('Contributions of columns'),
    msg(
      str`What the columns of MLP ${layer + 1} add to “${tokenLabel(answer.text)}” after “${tokenLabel(tokens[position].text)}”`,
    ),
    html`${scrolling(
      numberTable(rows, {
        names: {
          heading: msg('column'),
          cell: ({ name, neuron = 0 }) =>
            name ?? nameButton(msg(str`neuron ${neuron + 1}`), () => neuronChoice(neuron)),
        },
        columns: [
          {
            heading: msg('activation'),
            cell: ({ neuron }) => (neuron === undefined ? '' : formatSigned(post[neuron])),
          },
          ...signedWithBars(msg('contribution to the logit'), (row: Row) => row.contribution, largest),
        ],
        isMarked: ({ neuron }) => neuron === chosen,
        sums: [
          { name: msg('all neurons, without the bias'), contribution: mlps[layer] },
          { name: msg('bias B↓, always added'), contribution: mlpBias[layer] },
          { name: msg('the whole network'), contribution: total },
        ],
      }),
    )}
    ${note(msg('A column is a direction that its neuron adds to the vector, multiplied by its activation. The contribution is its effect on the answer’s logit through the unembedding, with the scale of the final norm held constant. In the video one column is basketball; a trained network combines many columns.'))}`,
  );
}
