import { css } from 'lit';

export const networkViewStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    height: 100%;
  }

  .reading {
    display: grid;
    gap: var(--space-2xs);
    padding: var(--space-s) var(--space-m);
    border-bottom: 1px solid var(--line);
  }

  @media (max-width: 53.75em), (max-height: 35em) {
    :host {
      height: auto;
    }

    lab-network-map {
      min-height: 85dvh;
    }
  }

  .reading p[role="alert"] {
    color: var(--error);
    font-size: var(--size-compact);
  }

  lab-empty-state {
    padding: var(--space-xl);
  }
`;
