import { css } from 'lit';

export const chainFactorsStyles = css`
  .path {
    display: flex;
    flex-wrap: wrap;
    align-items: stretch;
    gap: 0.5rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .factor {
    display: grid;
    gap: 0.125rem;
    justify-items: center;
    flex: 1 1 5.5rem;
    max-width: 10rem;
    padding: 0.375rem 0.375rem;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    text-align: center;
  }

  .factor.lit {
    border-color: var(--accent);
  }

  .factor.told {
    border-color: var(--query);
    background: var(--warning-soft);
  }

  .factor b {
    font-size: 1.125rem;
  }

  .factor small,
  dt {
    color: var(--muted);
    font-size: 12px;
  }

  .product {
    align-self: center;
    white-space: nowrap;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 2rem;
  }

  dd b {
    font-size: 1.25rem;
  }
`;
