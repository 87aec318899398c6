import { css } from 'lit';

export const digitMapStyles = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) auto auto / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    background: var(--bg);
  }

  .stage {
    position: relative;
    min-width: 0;
    min-height: 0;
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

  canvas.drawing {
    cursor: crosshair;
  }

  .tip {
    position: absolute;
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
    padding: var(--space-2xs) var(--space-m);
    border-top: 1px solid var(--line);
    color: var(--muted);
    font-size: var(--size-small);
    line-height: 1.4;
  }

  .transport {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2xs) var(--space-s);
    padding: var(--space-2xs) var(--space-m);
    border-top: 1px solid var(--line);
  }

  .transport button {
    min-height: max(1.75rem, var(--control-small));
    font-size: var(--size-small);
  }

  .choice {
    flex-wrap: wrap;
    min-width: 0;
    margin-left: auto;
    border-radius: var(--radius);
  }

  lab-data-table {
    font-size: var(--size-small);
  }
`;
