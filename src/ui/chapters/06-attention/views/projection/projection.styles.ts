import { css } from 'lit';

export const projectionStyles = css`
  .equation {
    display: flex;
    align-items: center;
    gap: 0.75rem;
    font-size: 20px;
  }

  figure {
    display: grid;
    gap: 0.25rem;
  }

  figcaption {
    color: var(--muted);
    font-size: 12px;
    text-align: center;
  }

  figcaption.query {
    color: var(--query);
  }

  figcaption.key {
    color: var(--key);
  }

  figcaption.value {
    color: var(--value);
  }

  .matrix {
    flex: 1;
    min-width: 0;
  }

  .matrix lab-heat,
  .output lab-heat {
    height: 9rem;
  }

  .input lab-heat {
    width: 1.125rem;
    height: 14rem;
  }

  .output lab-heat {
    width: 1.125rem;
    margin-inline: auto;
  }

  .row {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  .row input {
    flex: 1;
    max-width: 18rem;
    accent-color: var(--query);
  }

  .result {
    font-weight: 620;
  }
`;
