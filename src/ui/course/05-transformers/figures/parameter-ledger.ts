// All weights, counted: the eight kinds of matrices of GPT-3, and the model's tensors.

import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ModelConfig, ParameterInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { numberTable, scrolling } from '../../../figures/number-table.ts';
import { formatInteger } from '../../../format/numbers.ts';
import '../../../views/charts/data-table/data-table.ts';
import { GPT3, type LedgerRow, modelLedger, totalOf } from '../ledger.ts';

/** Parts counted in the video up to each row. */
const PARTS_COUNTED_BY: Readonly<Record<string, readonly LedgerRow['part'][]>> = {
  embedding: ['embedding'],
  unembedding: ['embedding', 'unembedding'],
};

export const parameterLedgerStyles = css`
  .ledger small {
    margin-inline-end: var(--space-s);
    color: var(--muted);
  }

  /* Beside the map: sizes stand above their product. */
  @container (max-width: 46rem) {
    .ledger small {
      display: block;
      margin: 0;
      font-size: var(--size-fine);
      white-space: nowrap;
    }
  }
`;

/** @param marked `embedding` or `unembedding`: the row that the video counts */
export function parameterLedger(
  parameters: readonly ParameterInfo[],
  model: ModelConfig,
  marked = '',
): TemplateResult {
  const own = modelLedger(parameters, model);
  const mlp = own.some(({ part }) => part === 'gate') ? msg('up, gate and down') : msg('up and down');
  return html`
    ${card(
      msg('Weights by kind'),
      msg('Weights by kind'),
      ledger(own, marked),
      html`<lab-data-table
        label=${msg('Show every tensor')}
        .data=${() => ({
          caption: msg('Every tensor of your model'),
          columns: [msg('tensor'), msg('shape'), msg('numbers'), msg('meaning')],
          rows: parameters.map(({ name, shape, meaning }) => ({
            name,
            cells: [shape.join(' × '), formatInteger(shape.reduce((a, b) => a * b)), meaning],
          })),
        })}
      ></lab-data-table>`,
    )}
    ${note(msg(str`Key, query, value and output belong to attention, ${mlp} to the MLPs (multi-layer perceptrons). Sizes are rows × columns of one matrix × matrices, as in the video: those of attention are counted per head. GPT-3 has 27,938 of eight kinds. Its biases, positions and layer norms are omitted, as in the video.`))}
  `;
}

/** Side by side, since the video counts those of GPT-3. */
function ledger(own: readonly LedgerRow[], marked: string): TemplateResult {
  const counted = PARTS_COUNTED_BY[marked];
  const sum = (name: string, isCounted: (row: LedgerRow) => boolean) => {
    const [model, gpt3] = [own, GPT3].map((rows) => ({ count: totalOf(rows.filter(isCounted)) }));
    return { name, part: undefined, model, gpt3 };
  };
  const total = sum(msg('Total'), () => true);
  const soFar = counted && sum(msg('running total'), ({ part }) => counted.includes(part));
  const rows = own.map((model) => ({
    ...{ name: model.name, part: model.part, model },
    gpt3: GPT3.find(({ part }) => part === model.part),
  }));
  return scrolling(
    numberTable<typeof total | (typeof rows)[number]>(rows, {
      kind: 'ledger',
      names: { heading: msg('weights of'), cell: ({ name }) => name },
      columns: [
        { heading: msg('your model'), cell: ({ model }) => product(model) },
        { heading: msg('GPT-3'), cell: ({ gpt3 }) => product(gpt3) },
      ],
      isMarked: (row) => row === soFar || row.part === marked,
      sums: [...(soFar ? [soFar] : []), total],
    }),
  );
}

const product = (row?: Partial<LedgerRow> & Pick<LedgerRow, 'count'>) => {
  if (!row) return '–';
  return html`${row.shape ? html`<small>${row.shape}</small> ` : nothing}${formatInteger(row.count)}`;
};
