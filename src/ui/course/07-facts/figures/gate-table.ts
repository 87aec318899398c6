// A table of neurons or features: mean activations for both names, either one, and neither.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import type { AndTableResult } from '../../../../workers/rpc/api/lab-api.ts';
import { type Column, nameButton, numberTable } from '../../../figures/number-table.ts';
import { formatSigned } from '../../../format/numbers.ts';

export const gateStyles = css`
  .gates {
    /* Stacked, with aligned columns. */
    table {
      table-layout: fixed;
    }

    caption {
      padding-block: var(--space-xs) var(--space-3xs);
      text-align: start;
      font-weight: 600;
    }

    :is(th, td):first-child {
      width: 30%;
    }

    button.plain {
      font-size: inherit;
    }
  }

  @container (max-width: 30rem) {
    .gates {
      table {
        font-size: var(--size-small);
      }

      :is(th, td):first-child {
        width: 20%;
      }

      th:last-child {
        width: 22%;
      }

      button span {
        display: none;
      }

      th + th,
      td {
        padding-inline-start: var(--space-3xs);
      }

      thead th {
        font-size: var(--size-fine);
      }
    }
  }

  @container (max-width: 24rem) {
    .gates table {
      font-size: var(--size-fine);
    }
  }
`;

/** A neuron or feature in one row; `table` is undefined if nobody shares a name. */
export interface GateRow {
  /** 0-based. */
  readonly unit: number;
  readonly isAnd: boolean;
  /** Mean activation for both names. */
  readonly both?: number;
  readonly table?: Omit<AndTableResult, 'both'>;
  /** Content of the last column. */
  readonly note: string;
}

/** @param pick event of a click on a neuron or feature */
export function gateTable(
  title: string,
  kind: string,
  last: string,
  rows: readonly GateRow[],
  pick: (unit: number) => Event,
) {
  const mean = (heading: string, value: (row: GateRow) => number | undefined): Column<GateRow> => ({
    heading,
    cell(row) {
      const shown = value(row);
      return shown === undefined ? '–' : formatSigned(shown);
    },
  });
  return html`<div class="gates">
    ${numberTable(rows, {
      caption: title,
      names: {
        cell: ({ unit, isAnd }) =>
          html`${nameButton(html`<span>${kind} </span>${unit + 1}`, () => pick(unit))}${isAnd ? msg(' AND') : ''}`,
      },
      columns: [
        mean(msg('both names'), ({ both }) => both),
        mean(msg('first only'), ({ table }) => table?.firstOnly),
        mean(msg('last only'), ({ table }) => table?.secondOnly),
        mean(msg('neither'), ({ table }) => table?.neither),
        { heading: last, cell: ({ note }) => note },
      ],
      isMarked: ({ isAnd }) => isAnd,
    })}
  </div>`;
}
