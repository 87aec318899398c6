import { css } from 'lit';

export const stageStyles = css`
  .head-picker {
    display: inline-flex;
    align-items: center;
    gap: var(--space-xs);
    color: var(--muted);
    font-size: var(--size-small);

    select {
      min-height: var(--control-small);
      padding-block: 0;
      color: var(--text);
      font-size: var(--size-small);
    }
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-l);
  }
`;
