// Tables with a row for each token of the prompt: a click on its name selects it as the query, or as the key.

import { msg } from '@lit/localize';
import type { TemplateResult } from 'lit';
import type { HeadTraceResult } from '../../../../workers/rpc/api/lab-api.ts';
import { FocusChangeEvent } from '../../../events/index.ts';
import { numberTable, type TableOptions } from '../../../figures/number-table.ts';
import { tokenLabel } from '../../../format/token-label.ts';
import { keyChoice } from '../choices.ts';

type Trace = Pick<HeadTraceResult, 'tokens' | 'query'>;
type Columns<TRow> = TableOptions<TRow>['columns'];

export const labelOf = ({ tokens }: Trace, position: number): string => tokenLabel(tokens[position].text);

const numbered = (trace: Trace, position: number): string => `${position + 1} ${labelOf(trace, position)}`;

/** @param rows one for each token, in the order of the text */
export const queryTable = <TRow>(
  trace: Trace,
  rows: readonly TRow[],
  columns: Columns<TRow>,
  heading = msg('query'),
): TemplateResult =>
  numberTable(rows, {
    names: {
      heading,
      cell: (_, token) => numbered(trace, token),
      pick: (_, token) => new FocusChangeEvent({ token }),
    },
    columns,
    isMarked: (_, token) => token === trace.query,
  });

/** @param selected position of the selected key */
export const keyTable = <TRow extends { readonly key: number }>(
  trace: Trace,
  selected: number,
  rows: readonly TRow[],
  columns: Columns<TRow>,
  { heading = msg('key'), sum, scrolls }: { heading?: string; sum?: string; scrolls?: string } = {},
): TemplateResult =>
  numberTable(rows, {
    names: { heading, cell: ({ key }) => numbered(trace, key), pick: ({ key }) => keyChoice(key), sum },
    columns,
    isMarked: ({ key }) => key === selected,
    rowKind: 'key-row',
    scrolls,
  });
