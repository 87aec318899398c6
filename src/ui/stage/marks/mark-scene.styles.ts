import { css } from 'lit';

export const markSceneStyles = css`
  :host {
    grid-template: minmax(12rem, 1fr) auto auto / minmax(0, 1fr);
  }

  canvas {
    cursor: default;
  }

  .strip {
    padding: var(--space-2xs) var(--space-m);
    font-size: var(--size-small);
  }

  .transport {
    gap: var(--space-2xs) var(--space-s);
    padding: var(--space-2xs) var(--space-m);
    font-size: var(--size-small);
  }

  .transport button {
    min-height: max(1.75rem, var(--control-small));
    font-size: inherit;
  }
`;
