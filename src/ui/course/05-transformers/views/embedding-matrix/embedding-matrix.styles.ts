import { css } from 'lit';

export const embeddingMatrixStyles = css`
  canvas {
    width: 100%;
    height: 16rem;
    image-rendering: pixelated;
  }

  .looked-up {
    display: flex;
    gap: var(--space-m);
    padding-bottom: var(--space-s);
    overflow-x: auto;
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
  }

  .column {
    flex: none;
    text-align: center;
  }

  .column b {
    color: var(--highlight);
    font-weight: 600;
  }

  .column ol {
    margin: var(--space-2xs) 0;
    padding: var(--space-2xs) var(--space-s);
    border: solid var(--data);
    border-width: 0 1px;
    border-radius: var(--radius-tiny);
    list-style: none;
    text-align: end;
  }

  .column i {
    display: inline-block;
    width: 0.75rem;
    height: 0.75rem;
    margin-inline-end: var(--space-xs);
    border-radius: var(--radius-tiny);
    vertical-align: -1px;
  }

  .column span {
    color: var(--muted);
  }
`;
