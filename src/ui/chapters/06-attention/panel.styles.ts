// What the views of this chapter share: cards, pills, tables of numbers with bars.

import { css } from 'lit';

export const panelStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space);
    min-width: 0;
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 0.625rem;
  }

  .explained {
    max-width: 75ch;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .controls,
  .pills {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.5rem;
  }

  .pills button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
    font-weight: 620;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.1875rem 0 0.1875rem 0.75rem;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  th:first-child {
    padding-inline-start: 0;
    text-align: start;
    white-space: normal;
  }

  thead th {
    color: var(--muted);
    font-size: 12px;
    vertical-align: bottom;
    white-space: normal;
  }

  tfoot th,
  tfoot td {
    border-top: 1px solid var(--line-strong);
    font-weight: 620;
  }

  tr.marked th {
    color: var(--query);
    font-weight: 620;
  }

  .bars {
    width: 30%;
    min-width: 2.5rem;
  }

  .bar {
    display: block;
    height: 0.5rem;
    min-width: 1px;
    border-radius: 4px;
    background: var(--positive);
  }

  .bar.negative {
    background: var(--negative);
  }

  .query {
    color: var(--query);
  }

  .key {
    color: var(--key);
  }

  .value {
    color: var(--value);
  }

  @media (max-width: 40rem) {
    th,
    td {
      padding-inline-start: 0.375rem;
      white-space: normal;
    }

    td {
      font-size: 13px;
    }

    thead th {
      font-size: 11px;
    }

    .wide {
      display: none;
    }

    th button.plain,
    .controls button {
      white-space: normal;
    }
  }

  th button.plain {
    justify-content: start;
    min-height: 26px;
    padding: 0 6px;
    margin-inline-start: -6px;
    font-weight: inherit;
    text-align: start;
  }

  .strips {
    width: 40%;
    min-width: 3.5rem;
  }

  .three .strips {
    width: 28%;
  }
`;
