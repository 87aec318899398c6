import { css } from 'lit';

/** A sentence and a row of controls under the picture. */
export const sceneControlStyles = css`
  canvas.drawing {
    cursor: crosshair;
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

  .actions {
    display: contents;
  }

  /* One line of controls. */
  @container (max-width: 56rem) {
    .choice {
      display: none;
    }

    .brief {
      display: block;
      margin-inline-start: auto;
    }
  }

  /* On a phone the picture gets the height: actions are one line that is swiped, beside the choice of lines. */
  @media (max-width: 35em) {
    .transport {
      flex-wrap: nowrap;
    }

    .actions {
      display: flex;
      flex: 1;
      gap: var(--space-s);
      overflow-x: auto;
      scrollbar-width: none;
    }

    .actions > * {
      flex-shrink: 0;
    }
  }
`;
