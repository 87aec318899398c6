// Every tensor of the model, with its shape.

import { msg } from '@lit/localize';
import type { ParameterInfo } from '../../../../workers/rpc/api/lab-api.ts';
import { card } from '../../../figures/card.ts';
import { numberTable } from '../../../figures/number-table.ts';
import { formatInteger } from '../../../format/numbers.ts';

export const tensors = (parameters: readonly ParameterInfo[]) =>
  card(
    msg('Every tensor'),
    msg('Every tensor of your model'),
    numberTable(parameters, {
      scrolls: msg('Every tensor of your model'),
      names: { heading: msg('tensor'), cell: ({ name }) => name },
      columns: [
        { heading: msg('shape'), cell: ({ shape }) => shape.map(formatInteger).join(' × ') },
        { heading: msg('numbers'), cell: ({ shape }) => formatInteger(shape.reduce((a, b) => a * b)) },
        { heading: msg('meaning'), cell: ({ meaning }) => meaning },
      ],
    }),
  );
