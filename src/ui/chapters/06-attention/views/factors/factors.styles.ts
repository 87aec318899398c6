import { css } from 'lit';

export const factorsStyles = css`
  .product {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem 0.75rem;
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
    width: 4rem;
    height: 12rem;
  }

  .flat lab-heat {
    width: 12rem;
    height: 4rem;
  }

  .square lab-heat {
    width: 12rem;
    height: 12rem;
  }

  .output lab-heat {
    width: min(100%, 26rem);
    height: min(90vw, 26rem);
  }

  .wide-bar {
    width: 60%;
  }
`;
