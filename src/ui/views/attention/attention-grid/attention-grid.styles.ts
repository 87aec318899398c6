import { css } from 'lit';
import { patternLegend } from '../masked.styles.ts';

/** Font size of token labels at the default text size, in CSS pixels. The layout measures labels before they are drawn. */
export const LABEL_SIZE = 12.5;

export const attentionGridStyles = [
  patternLegend,
  css`
  :host {
    display: block;
    min-width: 0;
  }

  .picture {
    position: relative;
    border-radius: var(--radius-small);
    cursor: crosshair;
    /* Horizontal drags read cells; vertical ones scroll the page. */
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
    font-size: ${LABEL_SIZE / 16}rem;
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
    font-weight: 600;
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
    gap: 0 var(--space-l);
    margin-top: var(--space-m);
    min-height: 2.75rem;
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  dl div {
    min-width: 0;
  }

  dt {
    color: var(--muted);
    font-size: var(--size-fine);
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
    margin-block: var(--space-2xs) var(--space-s);
    min-height: 1.5em;
    font-size: var(--size-compact);
  }

  .explained {
    margin-top: var(--space-s);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .dot {
    flex: none;
    border-radius: 50%;
  }

  .dot.weight {
    background: var(--head-first);
  }

  .dot.positive {
    background: var(--positive);
  }

  .dot.negative {
    background: var(--negative);
  }

  lab-data-table {
    margin-top: var(--space-s);
  }

  @media (max-width: 35em) {
    dl {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: var(--space-xs) var(--space-l);
      min-height: 5.5rem;
    }
  }
`,
];
