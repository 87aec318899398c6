import { css } from 'lit';

export const chainGraphStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  svg {
    display: block;
    width: 100%;
    margin-inline: auto;
  }

  .box {
    fill: var(--raised);
    stroke: var(--line-strong);
  }

  .spot {
    cursor: pointer;
  }

  .spot:focus {
    outline: none;
  }

  .spot:focus-visible .box,
  .spot.lit .box {
    stroke: var(--accent);
    stroke-width: 3;
  }

  .spot.chosen .box {
    fill: var(--accent-soft);
    stroke: var(--accent);
    stroke-width: 2;
  }

  text {
    text-anchor: middle;
    fill: var(--text);
    font-size: calc(14 * var(--unit));
    font-variant-numeric: tabular-nums;
  }

  text.symbol {
    fill: currentColor;
    font-family: var(--font-math);
  }

  text.symbol.a {
    color: var(--text);
  }

  .letter {
    font-size: calc(19 * var(--unit));
    font-style: italic;
  }

  .index {
    font-size: calc(12 * var(--unit));
  }

  text.move {
    text-anchor: start;
    fill: var(--accent);
    font-size: calc(13 * var(--unit));
  }

  /* The cost has no outgoing arrow. */
  text.move.C {
    text-anchor: middle;
  }

  .activation {
    fill: var(--text);
    stroke: var(--line-strong);
  }

  .arrow {
    stroke: var(--line-strong);
    stroke-width: 1.5;
    fill: none;
  }

  .head {
    fill: var(--line-strong);
  }

  .arrow.moved {
    stroke: var(--accent);
    stroke-width: 3;
  }

  .head.moved {
    fill: var(--accent);
  }
`;
