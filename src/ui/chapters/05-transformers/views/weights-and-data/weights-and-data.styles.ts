import { css } from 'lit';

export const weightsAndDataStyles = css`
  .equation {
    display: grid;
    grid-template-columns: auto auto auto;
    justify-content: start;
    align-items: start;
    gap: 0.5rem 1rem;
    overflow-x: auto;
  }

  .equation figcaption {
    margin-bottom: 0.375rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .equation table {
    width: auto;
  }

  .equation td,
  .equation th {
    height: 1.5rem;
    padding: 0 0.25rem;
    font-size: 12px;
    white-space: nowrap;
  }

  .cell {
    width: 1.125rem;
    min-width: 0.75rem;
    padding: 0;
    border: 1px solid var(--surface);
  }

  .sum {
    line-height: 2;
    font-size: 14px;
  }

  .sum span {
    margin-inline-end: 0.25rem;
    white-space: nowrap;
  }
`;
