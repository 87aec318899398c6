import { css } from 'lit';

export const nextTokenStyles = css`
  :host {
    display: block;
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
    max-width: 8rem;
    padding-inline-start: 0;
    overflow: hidden;
    text-align: start;
    text-overflow: ellipsis;
  }

  thead th {
    color: var(--muted);
    font-size: 12px;
  }

  .bars {
    width: 100%;
  }

  .bar {
    display: block;
    height: 0.5rem;
    min-width: 1px;
    border-radius: 4px;
    background: var(--positive);
  }

  .compared .bar {
    height: 0.3125rem;
  }

  .bar + .bar {
    margin-top: 2px;
    background: var(--negative);
  }

  .now {
    color: var(--positive);
  }

  .changed {
    color: var(--negative);
  }

  .rest th {
    color: var(--muted);
  }

  .rest .bar {
    opacity: 0.55;
  }
`;
