import { css } from 'lit';

export const valueMatrixFactorsStyles = css`
  .halves {
    --first: 1.3fr;
  }

  .said {
    display: grid;
    gap: var(--space-m);
  }

  .product {
    display: flex;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-title);
  }

  figure {
    display: grid;
    gap: var(--space-xs);
    min-width: 0;
  }

  figcaption {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .tall lab-heatmap {
    width: 2.75rem;
    height: 10rem;
  }

  .flat,
  .square {
    flex: 0 1 10rem;
  }

  .flat lab-heatmap {
    height: 2.75rem;
  }

  .square lab-heatmap {
    height: 10rem;
  }

  .output lab-heatmap {
    width: min(100%, 26rem);
    height: min(90vw, 26rem);
  }

  .wide-bar {
    width: 55%;
  }

  .singular th,
  .singular td {
    padding-block: 1px;
  }
`;
