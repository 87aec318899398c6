import { css } from 'lit';

export const stageStyles = css`
  .place {
    color: var(--muted);
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  .note {
    padding: 0.625rem 0.875rem;
    border-radius: var(--radius-small);
    background: var(--error-soft);
    font-size: 14px;
  }

  .card.empty {
    justify-items: start;
  }

  label.pick {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    color: var(--muted);
    font-size: 13px;
  }
`;
