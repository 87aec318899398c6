import { css } from 'lit';

export const stageStyles = css`
  :host {
    display: grid;
    min-width: 0;
    min-height: 0;
    background: var(--bg);
  }

  .stage {
    position: relative;
    min-width: 0;
    min-height: 0;
    direction: ltr;
    overflow: hidden;
  }

  canvas {
    position: absolute;
    inset: 0;
    display: block;
    width: 100%;
    height: 100%;
    cursor: grab;
    touch-action: none;
  }

  canvas:focus-visible {
    outline-offset: -2px;
  }

  canvas.pointing {
    cursor: pointer;
  }

  .tip {
    position: absolute;
    unicode-bidi: plaintext;
    z-index: 1;
    max-width: 19rem;
    padding: var(--space-2xs) var(--space-s);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--surface);
    box-shadow: var(--shadow);
    font-size: var(--size-small);
    line-height: 1.35;
    font-variant-numeric: tabular-nums;
    pointer-events: none;
  }

  .tip span {
    display: block;
    color: var(--muted);
  }

  .strip {
    border-top: 1px solid var(--line);
    color: var(--muted);
    line-height: 1.4;
  }

  .transport {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    border-top: 1px solid var(--line);
  }
`;
