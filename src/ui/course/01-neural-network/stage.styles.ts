import { css } from 'lit';

export const stageStyles = css`
  :host {
    container-type: inline-size;
  }

  .answer {
    color: var(--highlight);
    font-size: var(--size-large);
    line-height: 1; /* Reserves the height of the line before the data arrive. */
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

  /* Fixed position for every panel, so that a change of the moment does not move the network. */
  @container (min-width: 52rem) {
    .parts {
      grid-template-columns: minmax(21rem, 36%) minmax(0, 1fr);
      align-items: start;
    }

    /* Buttons at the side leave the height to the network. */
    .card.network lab-digit-pad {
      grid-template-columns: 10rem auto;
      align-items: end;
      width: auto;
    }

    .card.network lab-digit-pad::part(buttons) {
      flex-direction: column;
    }
  }

  /* In one column the panel of the moment comes first. */
  @container (max-width: 51.999rem) {
    .panel-first .panel {
      order: -1;
    }
  }
`;
