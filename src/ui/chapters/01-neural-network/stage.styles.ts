import { css } from 'lit';

export const stageStyles = css`
  .answer {
    color: var(--query);
    font-size: 1.0625rem;
  }

  .card.network {
    grid-template-columns: minmax(9rem, 15rem) minmax(0, 1fr);
    align-items: start;
    gap: 1rem;
  }

  .pills button[aria-pressed='true'] {
    font-weight: 620;
  }

  @media (max-width: 760px) {
    .card.network {
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
    }

    .card.network lab-network-picture {
      width: 100%;
    }
  }
`;
