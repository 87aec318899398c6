import { css } from 'lit';

export const stageStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space);
    min-width: 0;
  }

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
`;
