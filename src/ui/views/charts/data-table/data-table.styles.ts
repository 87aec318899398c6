import { css } from 'lit';

export const dataTableStyles = css`
  :host {
    display: block;
    font-size: var(--size-small);
  }

  summary {
    cursor: pointer;
    color: var(--muted);
    width: fit-content;
    line-height: var(--control-small);
  }

  summary:hover {
    color: var(--text);
  }

  .scroll {
    overflow: auto;
    max-height: 22rem;
    margin-top: var(--space-s);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
  }

  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  caption {
    caption-side: top;
    text-align: start;
    padding: var(--space-s) var(--space-s);
    color: var(--muted);
  }

  th,
  td {
    padding: var(--space-2xs) var(--space-s);
    text-align: end;
    white-space: nowrap;
    border-top: 1px solid var(--line);
  }

  th {
    font-weight: 400;
    background: var(--raised);
  }

  tbody th {
    position: sticky;
    inset-inline-start: 0;
    text-align: start;
  }
`;
