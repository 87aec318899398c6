import { css } from 'lit';

export const chainStyles = css`
  .formulas {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    gap: 0 var(--space-xl);
    min-width: 0;
    min-height: 4.75rem;
    padding-inline: var(--space-m);
  }

  .formulas lab-math {
    max-width: 100%;
    font-size: var(--size-large);
  }

  canvas.dragging {
    cursor: ew-resize;
  }

  .pending {
    visibility: hidden;
  }

  /* Room for two lines, so that the map mostly keeps its size. */
  @media (max-width: 35em) {
    .formulas {
      min-height: 6rem;
      padding-inline: var(--space-s);
    }
  }

  @media (max-width: 35em), (max-height: 35em) {
    .formulas lab-math {
      font-size: var(--size-compact);
    }
  }

  @media (max-height: 35em) {
    .formulas {
      flex-wrap: nowrap;
      justify-content: start;
      min-height: 3.25rem;
      overflow-x: auto;
    }

    .formulas lab-math {
      flex: none;
      max-width: none;
    }
  }
`;
