import { css } from 'lit';
import { hatch, patternLegend } from '../masked.styles.ts';

export const headGalleryStyles = [
  patternLegend,
  css`
  :host {
    display: block;
  }

  /* The heads of a layer fill their row, within a minimum and a maximum size. */
  .layer {
    --even: calc((100% - (var(--heads) - 1) * 0.625rem) / var(--heads));
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(clamp(4.5rem, var(--even), 7rem), 1fr));
    gap: var(--space-s);
  }

  h3 {
    margin: var(--space-m) 0 var(--space-xs);
    color: var(--muted);
    font-size: var(--size-fine);
    font-weight: 400;
  }

  h3:first-of-type {
    margin-top: 0;
  }

  button {
    display: grid;
    justify-content: stretch;
    gap: var(--space-2xs);
    min-width: 0;
    padding: 0;
    border: 0;
    background: none;
    font-size: var(--size-fine);
    text-align: start;
  }

  canvas {
    width: 100%;
    aspect-ratio: 1;
    border-radius: var(--radius-tiny);
    background: ${hatch};
    image-rendering: pixelated;
    box-shadow: 0 0 0 1px var(--line);
  }

  button:hover canvas {
    box-shadow: 0 0 0 1px var(--muted);
  }

  button[aria-checked='true'] canvas {
    box-shadow: 0 0 0 2px var(--highlight);
  }

  button:focus-visible {
    outline: none;
  }

  button:focus-visible canvas {
    outline: 2px solid var(--accent);
    outline-offset: 3px;
  }

  em {
    font-style: normal;
    color: var(--muted);
  }
`,
];
