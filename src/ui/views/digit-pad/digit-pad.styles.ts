import { css } from 'lit';

export const digitPadStyles = css`
  :host {
    position: relative;
    display: grid;
    gap: 0.5rem;
    width: 100%;
    max-width: 17.5rem;
  }

  canvas {
    width: 100%;
    aspect-ratio: 1;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: #000;
    cursor: crosshair;
    touch-action: none;
    image-rendering: pixelated;
  }

  .hint {
    position: absolute;
    top: 0.5rem;
    left: 0.75rem;
    color: #b9c0cd;
    font-size: var(--size-small);
    pointer-events: none;
  }

  .buttons {
    display: flex;
    gap: 0.5rem;
  }

  .buttons button {
    flex: 1;
  }
`;
