import { css } from 'lit';

export const digitMapStyles = css`
  :host {
    grid-template: minmax(0, 1fr) auto auto / minmax(0, 1fr);
  }

  canvas.drawing {
    cursor: crosshair;
  }

  .strip {
    padding: var(--space-2xs) var(--space-m);
    font-size: var(--size-small);
  }

  .transport {
    gap: var(--space-2xs) var(--space-s);
    padding: var(--space-2xs) var(--space-m);
  }

  .transport button {
    min-height: max(1.75rem, var(--control-small));
    font-size: var(--size-small);
  }

  .choice {
    flex-wrap: wrap;
    min-width: 0;
    margin-inline-start: auto;
    border-radius: var(--radius);
  }

  lab-data-table {
    font-size: var(--size-small);
  }

  /* The picture gets the height; the canvas has the sentence as its name, and controls are in one row. */
  @media (max-height: 35em) {
    .strip {
      display: none;
    }

    .transport {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }

    .transport > * {
      flex-shrink: 0;
    }

    .choice {
      flex-wrap: nowrap;
    }
  }
`;
