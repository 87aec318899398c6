import { css } from 'lit';

export const networkViewStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
    height: 100%;
    container-type: inline-size;
  }

  @media (max-width: 53.75em) {
    lab-stage {
      --picture-height: 20rem;
    }
  }

  /* One line where there is room for model and prompt. */
  .reading {
    display: grid;
    grid-template-columns: fit-content(54%) minmax(0, 1fr);
    align-items: center;
    gap: 0 var(--space-l);
    min-height: var(--touch);
    padding-inline: var(--space-m);
    border-bottom: 1px solid var(--line);
  }

  .reading > [role="alert"] {
    grid-column: 1 / -1;
  }

  @container (max-width: 44rem) {
    .reading {
      grid-template-columns: minmax(0, 1fr);
      padding-block: var(--space-2xs);
    }
  }

  .work {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-width: 0;
    min-height: 0;
  }

  .beside {
    grid-template-columns: minmax(0, 1fr) 21rem;
  }

  .panel {
    overflow-y: auto;
    border-inline-start: 1px solid var(--line);
  }

  /* Below the map where it would take its width. */
  @media (max-width: 77.5em) {
    :host([with-panel]) {
      height: auto;
    }

    /* Not a grid: the words below the map take the lines that they need. */
    .beside {
      display: block;
    }

    .beside lab-stage {
      min-height: 34rem;
    }

    .panel {
      border-top: 1px solid var(--line);
      border-inline-start: 0;
    }
  }

  /* Two lines of controls are above the picture. */
  @media (max-width: 53.75em) {
    .beside lab-stage {
      min-height: 44rem;
    }
  }

  @media (max-height: 35em) {
    :host {
      height: auto;
    }

    /* As much as header and checkpoints leave. */
    lab-stage {
      min-height: 73dvh;
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
