import { css } from 'lit';

export const headStepsStyles = css`
  :host {
    container-type: inline-size;
  }

  .halves {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space);
  }

  .readings {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 1rem;
  }

  .keys button {
    min-height: 28px;
    padding: 1px 8px;
    font-size: 13px;
  }

  .switch {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    font-size: 14px;
  }

  .hypothetical {
    padding: 0.5rem 0.75rem;
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: 14px;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 1.5rem;
    font-variant-numeric: tabular-nums;
  }

  dt {
    color: var(--muted);
    font-size: 12px;
  }

  dd {
    font-size: 18px;
    font-weight: 620;
  }

  .label {
    color: var(--muted);
    font-size: 13px;
  }

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
