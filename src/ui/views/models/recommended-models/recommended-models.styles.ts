import { css } from 'lit';

export const recommendedModelsStyles = css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 var(--space-s);
    color: var(--muted);
    font-size: var(--size-small);
  }

  b {
    color: var(--text);
    font-weight: 600;
  }

  button {
    min-height: var(--control-small);
    padding: 0;
    font-size: inherit;
    white-space: normal;
    text-align: left;
  }

  button:enabled {
    color: var(--accent);
  }
`;
