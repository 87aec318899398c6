// What the views of this chapter share: text, tables of numbers, bars, controls.

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
    grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space);
  }

  .stack {
    display: grid;
    gap: var(--space);
    min-width: 0;
  }

  .bars.half {
    width: 25%;
  }

  .columns.even {
    grid-template-columns: minmax(0, 0.85fr) minmax(0, 1fr);
  }

  .columns.even table {
    font-size: 13px;
  }

  .guess {
    display: inline-block;
    padding-inline-start: 0.75rem;
    white-space: nowrap;
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

  .controls input[type='text'] {
    width: 8.5rem;
    color: var(--text);
  }

  td input[type='number'] {
    width: 5.5rem;
    text-align: end;
  }

  .controls input[type='number'] {
    width: 5rem;
    color: var(--text);
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
    width: 40%;
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

  .positive {
    color: var(--positive);
  }

  .negative-number {
    color: var(--negative);
  }

  .data {
    color: var(--data);
  }

  .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 0.9375rem;
  }

  .tokens li {
    padding: 0.0625rem 0.5rem;
    border: 1px solid var(--line);
    border-radius: 7px;
    background: var(--raised);
    white-space: pre;
  }

  .tokens li.new {
    border-color: var(--query);
    color: var(--query);
  }

  .tokens li.out {
    opacity: 0.5;
  }

  @container (max-width: 46rem) {
    .columns,
    .columns.even {
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
