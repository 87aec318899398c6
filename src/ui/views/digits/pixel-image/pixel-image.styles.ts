import { css } from 'lit';

export const pixelImageStyles = css`
  :host {
    display: block;
    width: 100%;
    aspect-ratio: 1;
  }

  .frame {
    position: relative;
    cursor: crosshair;
    touch-action: none;
  }

  canvas {
    display: block;
    width: 100%;
    height: 100%;
    border-radius: var(--radius-tiny);
    image-rendering: pixelated;
  }

  i {
    position: absolute;
    width: calc(100% / 28);
    height: calc(100% / 28);
    outline: 2px solid var(--highlight);
    pointer-events: none;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
`;
