import { css } from 'lit';

export const stageStyles = css`
  :host {
    container-type: inline-size;
  }

  .answer {
    color: var(--highlight);
    font-size: var(--size-large);
    line-height: 1; /* the line is as high before there is an answer */
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

  .card.network lab-network-diagram {
    width: 100%;
  }

  /* It stays where it is whatever the panel beside it: the video must not make the stage jump. */
  @container (min-width: 52rem) {
    .parts {
      grid-template-columns: minmax(21rem, 36%) minmax(0, 1fr);
      align-items: start;
    }

    /* Its buttons stand beside it, so that the whole network is in sight below. */
    .card.network lab-digit-pad {
      grid-template-columns: 10rem auto;
      align-items: end;
      width: auto;
    }

    .card.network lab-digit-pad::part(buttons) {
      flex-direction: column;
    }
  }

  /* In one column the panel comes first, where it is what is told. */
  @container (max-width: 51.999rem) {
    .panel-first .panel {
      order: -1;
    }
  }
`;
