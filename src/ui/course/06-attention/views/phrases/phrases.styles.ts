import { css } from 'lit';

export const phrasesStyles = css`
  .stages {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr));
    gap: var(--space-m);
  }

  figure {
    display: grid;
    gap: var(--space-xs);
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
    font-size: var(--size-fine);
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
    gap: var(--space-s);
    padding: 0;
    list-style: none;
  }

  .phrases li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-3xs) var(--space-m);
    font-variant-numeric: tabular-nums;
  }

  .phrases small {
    color: var(--muted);
    font-size: var(--size-small);
  }
`;
