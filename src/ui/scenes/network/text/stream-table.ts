// A table of the residual stream: a row for each of its stages, a column for each token.

import { msg } from '@lit/localize';
import type { ActivationName } from '../../../../workers/rpc/api/lab-api.ts';
import type { TableData } from '../../../types/table.ts';
import type { Words } from './describe.ts';

export const streamTable = (
  { shape, labels }: Pick<Words, 'shape' | 'labels'>,
  caption: string,
  cell: (name: ActivationName, token: number) => string,
): TableData => ({
  caption,
  columns: [msg('stream'), ...labels],
  rows: shape.stages.map(({ name, meaning }) => ({
    name: meaning,
    cells: labels.map((_, token) => cell(name, token)),
  })),
});
