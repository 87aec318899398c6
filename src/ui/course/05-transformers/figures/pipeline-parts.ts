// The parts of the transformer at work: what attention, an MLP and each block do with the vectors of this prompt.

import { msg, str } from '@lit/localize';
import type { TemplateResult } from 'lit';
import type { Inspection, PhrasesResult, StreamResult, Tensor } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { bars, numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger, formatSigned } from '../../../format/numbers.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { withProbability } from './tokens.ts';

/** The effect of attention: the same word with another vector. */
export function wordInContexts({ phrases: [here, ...others], stages }: PhrasesResult): TemplateResult {
  const word = tokenLabel(here.tokens.at(-1) ?? '');
  if (others.length === 0)
    return note(msg(str`The held-out data has no other phrase that ends with “${word}”.`));
  const rows = [
    ...stages.map(({ meaning, cosines: [[, ...cosines]] }) => ({
      name: meaning,
      cells: cosines.map(formatSigned),
    })),
    {
      name: msg('most probable next token'),
      cells: others.map(({ next: [best] }) => withProbability(best)),
    },
  ];
  return card(
    msg('One word in other contexts'),
    msg(str`“${word}” in other contexts: the same embedding, then different vectors`),
    scrolling(
      numberTable(rows, {
        names: { heading: msg(str`cosine with “${word}” here`), cell: ({ name }) => name },
        columns: others.map(({ tokens }, phrase) => ({
          heading: `… ${tokens.slice(-4).map(tokenLabel).join(' ')}`,
          cell: ({ cells }) => cells[phrase],
        })),
      }),
    ),
    note(
      msg(
        '1 means the same direction. The word has one embedding; attention adds the context, which gives different vectors, as for “model” in machine learning model and fashion model.',
      ),
    ),
  );
}

/** @param activations of the neurons of the first block [T, M] */
export function activeNeurons({ shape: [, M], data }: Tensor, tokens: Inspection['tokens']): TemplateResult {
  const rows = tokens.map(({ text }, t) => {
    const values = data.subarray(t * M, (t + 1) * M);
    const value = Math.max(...values);
    return {
      text,
      value,
      strongest: values.indexOf(value),
      active: values.filter((each) => each > 0).length,
    };
  });
  return card(
    msg('MLP of block 1'),
    msg(str`Block 1: the same ${formatInteger(M)} neurons for each vector`),
    scrolling(
      numberTable(rows, {
        names: { heading: msg('vector of'), cell: ({ text }) => tokenLabel(text) },
        columns: [
          bars(({ active }) => active / M),
          {
            heading: msg('active neurons'),
            cell: ({ active }) => msg(str`${formatInteger(active)} of ${formatInteger(M)}`),
          },
          {
            heading: msg('largest activation'),
            cell: ({ strongest, value }) =>
              msg(str`neuron ${formatInteger(strongest + 1)}: ${formatSignificant(value)}`),
          },
        ],
      }),
    ),
    note(
      msg(
        'A neuron is active above zero. The MLP processes each vector separately, so all rows can be computed in parallel.',
      ),
    ),
  );
}

export const blockByBlock = ({ stages }: StreamResult): TemplateResult =>
  card(
    msg('Block by block'),
    msg('The last vector after each block, with the prediction if the network ended there'),
    scrolling(
      numberTable(stages, {
        names: { heading: msg('position'), cell: ({ meaning }) => meaning },
        columns: [
          { heading: msg('length'), cell: ({ norm }) => formatSignificant(norm) },
          { heading: msg('prediction'), cell: ({ next: [best] }) => withProbability(best) },
        ],
      }),
    ),
  );
