import { css } from 'lit';

export const factorsStyles = css`
  :host {
    container-type: inline-size;
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1.3fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space);
  }

  .said {
    display: grid;
    gap: 0.75rem;
  }

  .product {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 20px;
  }

  figure {
    display: grid;
    gap: 0.375rem;
    min-width: 0;
  }

  figcaption {
    color: var(--muted);
    font-size: 12px;
  }

  .tall lab-heat {
    width: 2.75rem;
    height: 10rem;
  }

  .flat,
  .square {
    flex: 0 1 10rem;
  }

  .flat lab-heat {
    height: 2.75rem;
  }

  .square lab-heat {
    height: 10rem;
  }

  .output lab-heat {
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

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
