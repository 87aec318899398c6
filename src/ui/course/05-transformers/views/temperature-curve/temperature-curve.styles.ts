import { css } from 'lit';

export const temperatureCurveStyles = css`
  polyline {
    fill: none;
    stroke-width: 2.5;
  }

  /* Dash patterns distinguish the curves, since colours have other meanings. The most probable token has a solid line. */
  polyline.curve {
    stroke: var(--data);
  }

  polyline.rank-1 {
    stroke: var(--highlight);
  }

  polyline.rank-2 {
    stroke: var(--text);
  }

  polyline.rank-3 {
    stroke-dasharray: 8 3;
  }

  polyline.rank-4 {
    stroke-dasharray: 3 3;
  }

  polyline.rank-5 {
    stroke-dasharray: 8 3 2 3;
  }

  circle {
    fill: var(--data);
  }

  circle.rank-1 {
    fill: var(--highlight);
  }

  circle.rank-2 {
    fill: var(--text);
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
