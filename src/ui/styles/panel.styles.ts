// What panels of a stage share: cards, explanations, tables of numbers, bars, rows of controls.

import { css } from 'lit';

export const panelStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space);
    min-width: 0;
    container-type: inline-size;
  }

  .card {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 0.625rem;
  }

  /* Around tables that may be wider than a phone. */
  .scroll {
    overflow-x: auto;
  }

  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space);
  }

  .explained {
    max-width: 75ch;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .controls {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.625rem 1rem;
  }

  .controls label {
    display: grid;
    gap: 0.25rem;
    color: var(--muted);
    font-size: 0.75rem;
  }

  .controls label.grow {
    flex: 1 1 12rem;
  }

  .controls input,
  .controls select {
    color: var(--text);
  }

  .pills {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.375rem;
  }

  .pills > span {
    margin-inline-end: 0.375rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .pills button {
    border-radius: 99px;
  }

  button[aria-pressed='true'] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  input[type='range'] {
    width: 100%;
    height: 34px;
    accent-color: var(--accent);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 0.25rem 0 0.25rem 0.75rem;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  th:first-child {
    padding-inline-start: 0;
    text-align: start;
  }

  thead th {
    color: var(--muted);
    font-size: 12px;
    vertical-align: bottom;
  }

  td.text,
  th.text {
    text-align: start;
    white-space: normal;
  }

  /* A row is as high with a button as without. */
  table button.plain {
    min-height: 0;
    padding: 0;
    color: var(--accent);
  }

  tfoot th,
  tfoot td {
    border-top: 1px solid var(--line-strong);
    font-weight: 620;
  }

  tr.marked th,
  tr.marked td {
    color: var(--query);
  }

  .bars {
    width: 30%;
    min-width: 3rem;
  }

  .bar {
    display: block;
    height: 0.5rem;
    min-width: 1px;
    border-radius: 4px;
    background: var(--positive);
  }

  .bar.negative {
    margin-inline-start: auto;
    background: var(--negative);
  }

  .data {
    color: var(--data);
  }

  @container (max-width: 46rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }

    th,
    td {
      padding-inline-start: 0.5rem;
      white-space: normal;
    }

    .bars {
      width: 25%;
      min-width: 2rem;
    }

    .wide {
      display: none;
    }
  }
`;
