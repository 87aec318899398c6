// What the panels of this chapter share: cards, rows of controls, tables of numbers.

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
    gap: 0.75rem;
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

  .controls label {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  [aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
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
  }

  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  thead th {
    color: var(--muted);
    font-size: var(--size-small);
  }

  tfoot th,
  tfoot td {
    border-top: 1px solid var(--line-strong);
    font-weight: 620;
  }

  .scroll {
    overflow-x: auto;
  }

  .positive {
    color: var(--positive);
  }

  .negative {
    color: var(--negative);
  }
`;
