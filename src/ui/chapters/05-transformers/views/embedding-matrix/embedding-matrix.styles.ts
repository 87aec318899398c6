import { css } from 'lit';

export const embeddingMatrixStyles = css`
  canvas {
    width: 100%;
    height: 16rem;
    image-rendering: pixelated;
  }

  .looked-up {
    display: flex;
    gap: 0.875rem;
    padding-bottom: 0.5rem;
    overflow-x: auto;
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .column {
    flex: none;
    text-align: center;
  }

  .column b {
    color: var(--query);
    font-weight: 600;
  }

  .column ol {
    margin: 0.25rem 0;
    padding: 0.25rem 0.5rem;
    border: solid var(--data);
    border-width: 0 1px;
    border-radius: 6px;
    list-style: none;
    text-align: end;
  }

  .column i {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-inline-end: 0.375rem;
    border-radius: 2px;
    vertical-align: -1px;
  }

  .column span {
    color: var(--muted);
  }
`;
