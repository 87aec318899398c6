import { css } from 'lit';

export const sparklineStyles = css`
  :host {
    display: block;
    width: 116px;
  }

  svg {
    display: block;
    width: 100%;
    height: 26px;
  }

  path {
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.6;
    stroke-linejoin: round;
  }
`;
