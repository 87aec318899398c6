import { css } from 'lit';

/** Of what is measured when the visitor asks: text, buttons with progress, tables. */
export const measurementStyles = css`
  p,
  caption {
    color: var(--muted);
    font-size: var(--size-small);
    text-align: start;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
  }

  .controls {
    display: flex;
    align-items: end;
    gap: var(--space-s);
  }

  .controls .grow {
    display: grid;
    flex: 1;
    font-size: var(--size-small);
  }

  .controls progress {
    width: 100%;
    accent-color: var(--accent);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  table thead th {
    color: var(--muted);
    font-size: var(--size-fine);
  }
`;
