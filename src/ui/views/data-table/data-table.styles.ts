import { css } from 'lit';

export const dataTableStyles = css`
  :host {
    display: block;
    font-size: 0.8125rem;
  }

  summary {
    cursor: pointer;
    color: var(--muted);
    width: fit-content;
    padding-block: 0.25rem;
  }

  summary:hover {
    color: var(--text);
  }

  .scroll {
    overflow: auto;
    max-height: 22rem;
    margin-top: 0.5rem;
    border: 1px solid var(--line);
    border-radius: 8px;
  }

  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  caption {
    caption-side: top;
    text-align: start;
    padding: 0.5rem 0.625rem;
    color: var(--muted);
  }

  th,
  td {
    padding: 0.25rem 0.625rem;
    text-align: end;
    white-space: nowrap;
    border-top: 1px solid var(--line);
  }

  th {
    font-weight: 500;
    background: var(--raised);
  }

  tbody th {
    position: sticky;
    inset-inline-start: 0;
    text-align: start;
  }
`;
