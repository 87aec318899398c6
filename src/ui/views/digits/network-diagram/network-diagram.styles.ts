import { css } from 'lit';

export const networkDiagramStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  svg {
    display: block;
    width: 100%;
    max-height: 30rem;
    touch-action: pan-y;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  path {
    fill: none;
  }

  path.positive {
    stroke: var(--positive);
  }

  path.negative {
    stroke: var(--negative);
  }

  circle {
    fill: var(--pixel-off);
    stroke: var(--line-strong);
    stroke-width: 1;
  }

  circle.light {
    fill: var(--pixel-on);
    stroke: none;
  }

  .pickable {
    cursor: pointer;
  }

  .pickable:hover circle:first-of-type,
  .chosen circle:first-of-type {
    stroke: var(--highlight);
    stroke-width: 3;
  }

  text {
    fill: var(--muted);
    font-size: calc(13 * var(--unit));
    font-variant-numeric: tabular-nums;
  }

  .title,
  .gap {
    text-anchor: middle;
  }

  .title {
    fill: var(--text);
    font-weight: 600;
  }

  .title.small {
    fill: var(--muted);
    font-size: calc(11 * var(--unit));
    font-weight: 400;
  }

  .output {
    font-weight: 600;
  }

  .brightest {
    fill: var(--highlight);
  }

  .share {
    font-size: calc(11 * var(--unit));
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-l);
    margin: var(--space-s) 0 0;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .ramp {
    display: inline-block;
    width: 3rem;
    height: 0.625rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-tiny);
    background: linear-gradient(90deg, var(--pixel-off), var(--pixel-on));
  }

  b.positive {
    color: var(--positive);
  }

  b.negative {
    color: var(--negative);
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
`;
