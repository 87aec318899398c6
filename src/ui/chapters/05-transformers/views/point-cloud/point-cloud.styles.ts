import { css } from 'lit';

export const pointCloudStyles = css`
  :host {
    display: grid;
    gap: 0.5rem;
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
    font-size: 13px;
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
    font-weight: 620;
  }

  line {
    stroke: var(--query);
    stroke-width: 2;
  }

  line.second {
    stroke: var(--key);
  }

  marker path {
    fill: var(--query);
  }

  marker.second path {
    fill: var(--key);
  }

  .turning {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 0.75rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .turning button {
    min-height: 30px;
    min-width: 30px;
    padding: 0 0.5rem;
  }
`;
