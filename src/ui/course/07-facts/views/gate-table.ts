// A table of neurons or features: mean activations for both names, either one, and neither.

import { msg } from '@lit/localize';
import { css, html } from 'lit';
import type { AndTableResult } from '../../../../workers/rpc/api/lab-api.ts';
import { formatSigned } from '../../../format/numbers.ts';

export const gateStyles = css`
  /* Stacked, with aligned columns. */
  table.gates {
    table-layout: fixed;
  }

  .gates caption {
    padding-block: var(--space-xs) var(--space-3xs);
    text-align: start;
    font-weight: 600;
  }

  .gates th:first-child,
  .gates td:first-child {
    width: 30%;
  }

  .gates button.plain {
    font-size: inherit;
  }

  @container (max-width: 30rem) {
    table.gates {
      font-size: var(--size-small);
    }

    .gates th:first-child,
    .gates td:first-child {
      width: 20%;
    }

    .gates th:last-child {
      width: 22%;
    }

    .gates button span {
      display: none;
    }

    .gates th + th,
    .gates td {
      padding-inline-start: var(--space-3xs);
    }

    .gates thead th {
      font-size: var(--size-fine);
    }
  }

  @container (max-width: 24rem) {
    table.gates {
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
  select(): void;
}

export const gateTable = (title: string, kind: string, last: string, rows: readonly GateRow[]) => html`
  <table class="gates">
    <caption>${title}</caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${msg('both names')}</th>
        <th scope="col">${msg('first only')}</th>
        <th scope="col">${msg('last only')}</th>
        <th scope="col">${msg('neither')}</th>
        <th scope="col">${last}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ unit, isAnd, both, table, note, select }) => html`
          <tr class=${isAnd ? 'marked' : ''}>
            <th scope="row"><button class="plain" @click=${select}><span>${kind} </span>${unit + 1}</button>${isAnd ? msg(' AND') : ''}</th>
            ${[both, table?.firstOnly, table?.secondOnly, table?.neither].map(
              (value) => html`<td>${value === undefined ? '–' : formatSigned(value)}</td>`,
            )}
            <td>${note}</td>
          </tr>
        `,
      )}
    </tbody>
  </table>
`;
