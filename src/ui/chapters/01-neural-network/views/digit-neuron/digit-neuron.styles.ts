import { css } from 'lit';

export const digitNeuronStyles = css`
  .pictures {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto minmax(0, 1fr) auto minmax(0, 1fr);
    align-items: center;
    gap: 0.5rem;
    max-width: 44rem;
    text-align: center;
  }

  figcaption {
    margin-top: 0.25rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .term {
    min-height: 1.5rem;
  }

  .equation {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 0.625rem;
    font-size: 1.0625rem;
  }

  .equation small {
    color: var(--muted);
    font-size: 12px;
  }

  .a {
    color: var(--query);
  }

  tr.pointed {
    outline: 1px solid var(--query);
  }

  table {
    max-width: 32rem;
  }

  .hand {
    gap: 0.5rem 1.25rem;
  }

  .hand b {
    min-width: 3.5rem;
    color: var(--text);
  }
`;
