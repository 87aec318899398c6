import { css } from 'lit';
import { hatch } from '../masked.styles.ts';

/** Of the tokens' labels, in CSS pixels: the layout measures them before they are drawn. */
export const LABEL_SIZE = 12.5;

export const attentionGridStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .picture {
    position: relative;
    border-radius: 8px;
    cursor: crosshair;
    /* A finger along the grid reads it; up and down still scrolls the page. */
    touch-action: pan-y;
  }

  .picture:focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 4px;
  }

  canvas,
  svg {
    position: absolute;
    inset: 0;
    display: block;
  }

  svg {
    width: 100%;
    height: 100%;
    overflow: visible;
    pointer-events: none;
  }

  text {
    font-size: ${LABEL_SIZE}px;
    fill: var(--muted);
  }

  .query {
    fill: var(--query);
  }

  .key {
    fill: var(--key);
  }

  .label {
    opacity: 0.78;
  }

  .label.on {
    opacity: 1;
    font-weight: 650;
  }

  rect {
    fill: none;
  }

  .chosen {
    stroke: var(--query);
    stroke-opacity: 0.65;
    stroke-width: 1.5;
  }

  .band {
    fill: var(--text);
    fill-opacity: 0.06;
  }

  .cursor {
    stroke: var(--text);
    stroke-width: 2;
  }

  dl {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1.4fr)) minmax(0, 1.2fr) minmax(0, 1fr);
    gap: 0 1rem;
    margin-top: 0.75rem;
    min-height: 2.75rem;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }

  dl div {
    min-width: 0;
  }

  dt {
    color: var(--muted);
    font-size: 0.75rem;
  }

  dd {
    overflow-wrap: anywhere;
  }

  dd.query {
    color: var(--query);
  }

  dd.key {
    color: var(--key);
  }

  .sentence {
    margin-block: 0.25rem 0.625rem;
    min-height: 1.5em;
    font-size: 14px;
  }

  .explained {
    margin-top: 0.5rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 1rem;
    margin-top: 0.625rem;
    color: var(--muted);
    font-size: 0.75rem;
  }

  .legend span {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
  }

  .masked {
    flex: none;
    width: 0.875rem;
    height: 0.875rem;
    border-radius: 3px;
    background: ${hatch};
  }

  .dot {
    flex: none;
    border-radius: 50%;
  }

  .dot.data {
    background: var(--data);
  }

  .dot.positive {
    background: var(--positive);
  }

  .dot.negative {
    background: var(--negative);
  }

  lab-data-table {
    margin-top: 0.5rem;
  }

  @media (max-width: 480px) {
    dl {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 0.375rem 1rem;
      min-height: 5.5rem;
    }
  }
`;
