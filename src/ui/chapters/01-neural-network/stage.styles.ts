import { css } from 'lit';

export const stageStyles = css`
  .place {
    color: var(--muted);
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  .answer {
    color: var(--query);
    font-size: 1.0625rem;
  }

  .note {
    padding: 0.625rem 0.875rem;
    border-radius: var(--radius-small);
    background: var(--error-soft);
    font-size: 14px;
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
