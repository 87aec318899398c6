import { css } from 'lit';

export const lineFitStyles = css`
  svg {
    width: 100%;
    max-width: 44rem;
    border-radius: var(--radius-small);
    background: var(--scale-zero);
    overflow: hidden;
    cursor: crosshair;
  }

  circle {
    fill: var(--data);
  }

  .miss {
    stroke: var(--negative);
    stroke-opacity: 0.6;
  }

  .fit {
    stroke: var(--positive);
    stroke-width: 2;
  }
`;
