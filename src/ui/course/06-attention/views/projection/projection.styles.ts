import { css } from 'lit';

export const projectionStyles = css`
  .equation {
    display: flex;
    align-items: center;
    gap: var(--space-m);
    font-size: var(--size-title);
  }

  figure {
    display: grid;
    gap: var(--space-2xs);
  }

  figcaption {
    color: var(--muted);
    font-size: var(--size-fine);
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

  .matrix lab-heatmap,
  .output lab-heatmap {
    height: 9rem;
  }

  .input lab-heatmap {
    width: 1.125rem;
    height: 14rem;
  }

  .output lab-heatmap {
    width: 1.125rem;
    margin-inline: auto;
  }

  .row {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  .row input {
    flex: 1;
    max-width: 18rem;
    accent-color: var(--query);
  }

  .result {
    font-weight: 600;
  }
`;
