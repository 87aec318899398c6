import { css } from 'lit';

export const digitPadStyles = css`
  :host {
    position: relative;
    display: grid;
    gap: var(--space-s);
    width: 100%;
    max-width: 17.5rem;
  }

  canvas {
    width: 100%;
    aspect-ratio: 1;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--pixel-off);
    cursor: crosshair;
    touch-action: none;
    image-rendering: pixelated;
  }

  .hint {
    position: absolute;
    top: 0.5rem;
    left: 0.75rem;
    color: var(--pixel-muted);
    font-size: var(--size-small);
    pointer-events: none;
  }

  .buttons {
    display: flex;
    gap: var(--space-s);
  }

  .buttons button {
    flex: 1;
  }
`;
