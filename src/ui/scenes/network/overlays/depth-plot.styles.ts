import { css } from 'lit';

/** Lines over the depth of the network, and their key. */
export const depthPlotStyles = css`
  svg .axis {
    stroke: var(--line);
  }

  svg path {
    fill: none;
    stroke: var(--line-colour);
    stroke-width: 2;
  }

  svg path.control {
    stroke-width: 1;
    stroke-dasharray: 4 3;
  }

  .key i {
    width: 1rem;
    height: 0.1875rem;
    background: var(--line-colour);
  }

  .control {
    --line-colour: var(--faint);
  }

  .line-0 {
    --line-colour: var(--head-first);
  }

  .line-1 {
    --line-colour: var(--head-last);
  }

  .line-2 {
    --line-colour: var(--positive);
  }

  .line-3 {
    --line-colour: var(--gradient);
  }

  .line-4 {
    --line-colour: var(--negative);
  }

  .line-5 {
    --line-colour: var(--key);
  }

  .line-6 {
    --line-colour: var(--query);
  }
`;
