import { css } from 'lit';

export const stageStyles = css`
  :host {
    container-type: inline-size;
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space);
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space);
  }

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
