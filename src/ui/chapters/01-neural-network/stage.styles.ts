import { css } from 'lit';

export const stageStyles = css`
  :host {
    container-type: inline-size;
  }

  .answer {
    color: var(--query);
    font-size: 1.0625rem;
  }

  .parts,
  .panel {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space);
    min-width: 0;
  }

  .card.network {
    grid-template-columns: minmax(9rem, 15rem) minmax(0, 1fr);
    align-items: start;
    gap: 1rem;
  }

  @container (min-width: 52rem) {
    .beside {
      grid-template-columns: minmax(0, 1fr) 21rem;
      align-items: start;
    }

    .beside .card.network {
      grid-template-columns: minmax(0, 1fr);
    }

    .beside lab-digit-pad {
      justify-self: center;
      max-width: 11rem;
    }
  }

  @container (max-width: 34rem) {
    .card.network {
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
    }

    .card.network lab-network-picture {
      width: 100%;
    }
  }
`;
