import { css, unsafeCSS } from 'lit';

/** Height of a token, in pixels. */
export const LINE_HEIGHT = 34;

export const attentionLinesStyles = css`
  .text {
    display: grid;
    grid-template-columns: auto minmax(3rem, 20rem) auto;
    font-variant-numeric: tabular-nums;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    height: ${unsafeCSS(`${LINE_HEIGHT}px`)};
    display: flex;
    align-items: center;
    justify-content: end;
    white-space: nowrap;
  }

  li:has(button) {
    justify-content: start;
  }

  small {
    display: inline-block;
    min-width: 4rem;
    text-align: end;
    color: var(--muted);
  }

  svg {
    width: 100%;
  }

  line {
    stroke: var(--positive);
    stroke-width: 3;
    vector-effect: non-scaling-stroke;
  }

  .layer1 {
    stroke: var(--value);
  }

  .layer2 {
    stroke: var(--key);
  }

  .layer3 {
    stroke: var(--query);
  }

  button[aria-pressed='true'] {
    border-color: var(--query);
  }
`;
