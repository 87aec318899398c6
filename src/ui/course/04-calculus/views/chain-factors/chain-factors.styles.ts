import { css } from 'lit';

export const chainFactorsStyles = css`
  .path {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: var(--space-s);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .factor {
    display: grid;
    gap: var(--space-3xs);
    justify-items: center;
    flex: 1 1 5.5rem;
    max-width: 10rem;
    padding: var(--space-xs) var(--space-xs);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    text-align: center;
  }

  /* Fractions and exponents extend beyond their line. */
  .factor lab-math {
    display: block;
    padding-block: var(--space-2xs);
  }

  .factor.lit {
    border-color: var(--accent);
  }

  .factor.active {
    border-color: var(--highlight);
    background: var(--warning-soft);
  }

  .factor b {
    font-size: var(--size-large);
  }

  .factor small,
  dt {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .product {
    align-self: center;
    white-space: nowrap;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s) var(--space-xl);
  }

  dd b {
    font-size: var(--size-title);
  }
`;
