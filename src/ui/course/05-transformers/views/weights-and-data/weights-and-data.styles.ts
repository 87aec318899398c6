import { css } from 'lit';

export const weightsAndDataStyles = css`
  .equation {
    display: grid;
    grid-template-columns: auto auto auto;
    justify-content: start;
    align-items: start;
    gap: var(--space-s) var(--space-l);
    overflow-x: auto;
  }

  .equation figcaption {
    margin-bottom: var(--space-xs);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .equation table {
    width: auto;
  }

  .equation td,
  .equation th {
    height: 1.5rem;
    padding: 0 var(--space-2xs);
    font-size: var(--size-fine);
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
    font-size: var(--size-compact);
  }

  .sum span {
    margin-inline-end: var(--space-2xs);
    white-space: nowrap;
  }
`;
