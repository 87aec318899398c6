import { css } from 'lit';

export const stageStyles = css`
  :host {
    container-type: inline-size;
  }

  .answer {
    color: var(--marked);
    font-size: var(--size-large);
  }

  .parts,
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-l);
    min-width: 0;
  }

  .card.network {
    align-content: start;
    justify-items: center;
    gap: var(--space-l);
  }

  .card.network lab-network-picture {
    width: 100%;
  }

  /* It stays where it is whatever the panel beside it: the video must not make the stage jump. */
  @container (min-width: 52rem) {
    .parts {
      grid-template-columns: minmax(21rem, 34%) minmax(0, 1fr);
      align-items: start;
    }

    .card.network lab-digit-pad {
      max-width: 12rem;
    }
  }

  /* In one column the panel comes first, where it is what is told. */
  @container (max-width: 51.999rem) {
    .panel-first .panel {
      order: -1;
    }
  }
`;
