import { css } from 'lit';

export const phrasesStyles = css`
  .stages {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    gap: 0.75rem;
  }

  figure {
    display: grid;
    gap: 0.375rem;
    min-width: 0;
  }

  svg {
    width: 100%;
    aspect-ratio: 1;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--scale-zero);
  }

  polygon,
  polyline {
    fill: none;
    stroke: var(--line-strong);
    stroke-width: 0.6;
  }

  figcaption {
    color: var(--muted);
    font-size: 12px;
  }

  .p0 {
    color: var(--query);
    fill: var(--query);
  }

  .p1 {
    color: var(--key);
    fill: var(--key);
  }

  .p2 {
    color: var(--value);
    fill: var(--value);
  }

  .phrases {
    display: grid;
    gap: 0.5rem;
    padding: 0;
    list-style: none;
  }

  .phrases li {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem 0.75rem;
    font-variant-numeric: tabular-nums;
  }

  .phrases small {
    color: var(--muted);
    font-size: 13px;
  }
`;
