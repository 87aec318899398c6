import { css } from 'lit';

export const pointCloudStyles = css`
  :host {
    display: grid;
    gap: var(--space-s);
    min-width: 0;
  }

  .frame {
    position: relative;
    overflow: hidden;
    border-radius: var(--radius-small);
    background: var(--scale-zero);
  }

  canvas {
    display: block;
    width: 100%;
    cursor: grab;
  }

  canvas:active {
    cursor: grabbing;
  }

  svg {
    display: block;
  }

  canvas + svg {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }

  circle {
    fill: var(--data);
    fill-opacity: 0.55;
    cursor: pointer;
  }

  circle.near,
  circle.marked,
  circle.chosen {
    fill: var(--key);
    fill-opacity: 1;
  }

  circle.chosen {
    fill: var(--query);
  }

  circle.marked {
    fill: var(--value);
  }

  text {
    fill: var(--muted);
    font-size: var(--size-small);
    paint-order: stroke;
    stroke: var(--scale-zero);
    stroke-width: 3px;
    pointer-events: none;
  }

  text.near {
    fill: var(--key);
  }

  text.marked {
    fill: var(--value);
  }

  text.chosen {
    fill: var(--query);
    font-weight: 600;
  }

  line {
    stroke: var(--query);
    stroke-width: 2;
  }

  marker path {
    fill: var(--query);
  }

  .turning {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-xs) var(--space-m);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .turning button {
    min-height: var(--control-small);
    min-width: max(1.875rem, var(--control-small));
    padding: 0 var(--space-s);
  }
`;
