import { css } from 'lit';

export const modularSumsStyles = css`
  .sums {
    display: grid;
    gap: var(--space-m);

    .verdict {
      font-size: var(--size-large);
      font-weight: 600;
    }

    p:not(.verdict),
    figcaption {
      color: var(--muted);
      font-size: var(--size-compact);
    }

    .plots {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
      gap: var(--space-l);
      align-items: start;
    }

    figure {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-s);
    }

    svg {
      width: 100%;
      max-width: 340px;
      margin-inline: auto;
      overflow: visible;
    }

    polygon {
      fill: none;
      stroke: var(--line-strong);
      stroke-width: 1;
    }

    text {
      fill: var(--text);
      font-size: var(--size-small);
      text-anchor: middle;
      dominant-baseline: central;
      paint-order: stroke;
      stroke: var(--surface);
      stroke-width: 3;
    }

    circle {
      fill: var(--positive);
    }

    line {
      stroke: var(--line);
    }

    rect.embedding {
      fill: var(--positive);
    }

    rect.logits {
      fill: var(--query);
    }

    span.embedding {
      color: var(--positive);
    }

    span.logits {
      color: var(--query);
    }
  }
`;
