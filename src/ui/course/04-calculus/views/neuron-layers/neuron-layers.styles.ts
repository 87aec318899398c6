import { css } from 'lit';

export const neuronLayersStyles = css`
  .picture {
    display: block;
    width: 100%;
    max-width: 38rem;
    margin-inline: auto;
  }

  .neuron circle {
    fill: var(--raised);
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }

  .neuron,
  .edge {
    cursor: pointer;
  }

  .neuron:focus,
  .edge:focus {
    outline: none;
  }

  .neuron.on-path circle {
    stroke: var(--accent);
    stroke-width: 2.5;
  }

  .neuron.chosen circle {
    fill: var(--accent-soft);
  }

  .neuron.lit circle,
  .neuron:focus-visible circle {
    stroke: var(--accent);
    stroke-width: 4;
  }

  .edge .line {
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }

  .edge .hit-area {
    stroke: transparent;
    stroke-width: 12;
  }

  .edge.on-path .line {
    stroke: var(--positive);
    stroke-width: 3;
  }

  .edge.chosen .line,
  .edge.lit .line,
  .edge:focus-visible .line {
    stroke: var(--positive);
    stroke-width: 5;
  }

  .end {
    stroke: var(--line-strong);
    stroke-width: 1.5;
  }

  .end.on-path {
    stroke: var(--positive);
    stroke-width: 3;
  }

  .neuron.cost {
    cursor: default;
  }

  text {
    text-anchor: middle;
    fill: var(--text);
    font-size: calc(13 * var(--unit));
    font-variant-numeric: tabular-nums;
  }

  /* Lines pass behind the letters. */
  text.symbol {
    fill: currentColor;
    paint-order: stroke;
    stroke: var(--surface);
    stroke-width: 5px;
    font-family: var(--font-math);
  }

  .letter {
    font-size: calc(17 * var(--unit));
    font-style: italic;
  }

  .index {
    font-size: calc(11 * var(--unit));
  }

  .caption {
    fill: var(--muted);
    font-size: calc(12 * var(--unit));
  }

  .matrix {
    width: auto;
    border-inline: 2px solid var(--line-strong);
    border-radius: var(--radius-tiny);
  }

  .matrix th[scope='row'] {
    padding-inline: var(--space-s);
  }

  .matrix td {
    padding: var(--space-2xs) var(--space-s);
  }

  .matrix td.chosen {
    color: var(--positive);
    font-weight: 600;
    outline: 2px solid var(--accent);
    outline-offset: -2px;
    border-radius: var(--radius-tiny);
  }
`;
