import { css } from 'lit';

export const stageStyles = css`
  :host {
    display: grid;
    grid-template:
      'top' minmax(var(--stage-top, 0px), auto)
      'picture' minmax(var(--picture-height, 9rem), 1fr)
      'bottom' minmax(var(--stage-bottom, 0px), auto)
      / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    background: var(--bg);
  }

  .top {
    grid-area: top;
    display: flex;
    flex-direction: column;
    min-width: 0;
  }

  .bar {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--space-s);
    min-width: 0;
    padding-inline: var(--space-m);
  }

  slot[name='top']::slotted(*) {
    flex: 1 1 12rem;
    min-width: 9rem;
  }

  slot[name='end']::slotted(*) {
    flex: none;
  }

  .top[hidden],
  :host([covered]) .stage {
    visibility: hidden;
  }

  .bottom {
    grid-area: bottom;
    display: flex;
    flex-direction: column;
    min-width: 0;
    position: relative;
  }

  /* Over the picture, which keeps its size. */
  lab-data-table::part(table) {
    position: absolute;
    inset: auto 0 100% auto;
    z-index: 2;
    width: min(26rem, 100%);
    max-height: 55dvh;
    margin: 0;
    padding: var(--space-m);
    border: 1px solid var(--line);
    background: var(--bg);
    box-shadow: var(--shadow);
    overflow: auto;
  }

  slot[name='figure'],
  slot[name='drawer'] {
    display: contents;
  }

  ::slotted([slot='figure']),
  ::slotted([slot='drawer']) {
    grid-area: picture;
    min-width: 0;
    min-height: 0;
  }

  .stage {
    grid-area: picture;
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
    min-width: 0;
    padding: var(--space-2xs) var(--space-l);
    color: var(--muted);
    font-size: var(--size-compact);
    line-height: 1.4;
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    .bar {
      flex-wrap: wrap;
    }

    slot[name='top']::slotted(*) {
      flex-basis: 100%;
      order: 1;
    }
  }

  /* The canvas has the sentence as its name. */
  @media (max-width: 35em), (max-height: 35em) {
    :host(:not([covered])) .strip {
      display: none;
    }
  }

  .transport {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }
`;
