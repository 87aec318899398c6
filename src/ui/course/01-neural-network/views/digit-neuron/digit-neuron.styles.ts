import { css } from 'lit';

export const digitNeuronStyles = css`
  .pictures {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: center;
    gap: var(--space-s);
    max-width: 44rem;
    text-align: center;
  }

  figcaption {
    margin-top: var(--space-2xs);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .term {
    min-height: 1.5rem;
  }

  .equation {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-s);
    font-size: var(--size-large);
  }

  .equation small {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .a {
    color: var(--highlight);
  }

  tr.pointed {
    outline: 1px solid var(--highlight);
  }

  table {
    max-width: 32rem;
  }

  /* One line each if all columns fit. */
  @container (min-width: 22rem) {
    tbody th {
      white-space: nowrap;
    }
  }

  .edit-controls {
    gap: var(--space-s) var(--space-l);
  }

  .edit-controls b {
    min-width: 3.5rem;
    color: var(--text);
  }
`;
