import { css } from 'lit';

export const projectionStyles = css`
  .equation,
  .row {
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

  .matrix {
    flex: 1;
    min-width: 0;
  }

  lab-heatmap {
    height: 9rem;
  }

  :is(.input, .output) lab-heatmap {
    width: 1.125rem;
    margin-inline: auto;
  }

  .input lab-heatmap {
    height: 14rem;
  }

  .row {
    gap: var(--space-s);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  .row input {
    flex: 1;
    max-width: 18rem;
    accent-color: var(--query);
  }
`;
