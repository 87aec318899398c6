// The logit lens: the prediction at every token after each attention and each MLP.

import { msg, str } from '@lit/localize';
import { css, html, type TemplateResult } from 'lit';
import type { LogitLensResult } from '../../../../workers/rpc/api/lab-api.ts';
import { card, note } from '../../../figures/card.ts';
import { type Column, numberTable, scrolling } from '../../../figures/number-table.ts';
import { tint, tintedStyles } from '../../../figures/tint.ts';
import { formatInteger, formatPercent } from '../../../format/numbers.ts';
import { tokenLabel } from '../../../format/token-label.ts';

type Row = LogitLensResult['rows'][number];

export const logitLensStyles = [
  tintedStyles,
  css`
    :where(.logit-lens) {
      td {
        text-align: start;
      }

      thead th {
        padding-inline: var(--space-s);
        text-align: start;
      }

      small {
        display: block;
      }
    }
  `,
];

export function logitLens({ tokens, followed, rows }: LogitLensResult): TemplateResult {
  const lastOf = ({ cells }: Row) => cells[cells.length - 1].followed;
  return card(
    msg('Logit lens'),
    msg('The prediction after each block'),
    html`<div class="tinted logit-lens">${scrolling(
      numberTable(rows, {
        names: { heading: msg('vector'), cell: ({ meaning }) => meaning },
        columns: [
          ...tokens.map(({ text }, t): Column<Row> => {
            const topOf = ({ cells }: Row) => cells[t].next[0];
            return {
              heading: tokenLabel(text),
              cell: (row) =>
                html`${tokenLabel(topOf(row).text)} <small>${formatPercent(topOf(row).probability)}</small>`,
              shade: (row) => tint(topOf(row).probability),
            };
          }),
          {
            heading: msg(str`“${tokenLabel(followed.text)}” at the end`),
            cell: (row) =>
              html`${formatPercent(lastOf(row).probability)} <small>${msg(str`rank ${formatInteger(lastOf(row).rank)}`)}</small>`,
            shade: (row) => tint(lastOf(row).probability),
          },
        ],
        rowKind: ({ kind }) => kind,
      }),
      'sentence',
    )}</div>
    ${note(msg('Each cell applies the network’s last step (norm and unembedding) to the vector at that position. It shows the most probable next token; a deeper colour means a higher probability. The last row is the model’s prediction. The row in which the right answer first appears suggests where the model retrieves it.'))}`,
  );
}
