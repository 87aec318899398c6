import { css } from 'lit';

export const temperatureCurveStyles = css`
  polyline {
    fill: none;
    stroke-width: 2.5;
  }

  .c0 {
    stroke: var(--positive);
    fill: var(--positive);
  }

  .c1 {
    stroke: var(--query);
    fill: var(--query);
  }

  .c2 {
    stroke: var(--key);
    fill: var(--key);
  }

  .c3 {
    stroke: var(--value);
    fill: var(--value);
  }

  .c4 {
    stroke: var(--data);
    fill: var(--data);
  }

  polyline.curve {
    fill: none;
  }

  .now {
    stroke: var(--text);
    stroke-dasharray: 3 4;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-l);
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--size-compact);
  }

  .legend svg {
    width: 1.25rem;
    height: 0.75rem;
    margin-inline-end: var(--space-xs);
  }
`;
