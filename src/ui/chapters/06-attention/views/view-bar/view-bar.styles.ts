import { css } from 'lit';

export const viewBarStyles = css`
  nav {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 0.5rem;
  }

  .groups {
    padding-bottom: 0.5rem;
    border-bottom: 1px solid var(--line);
  }

  .place {
    margin-inline-start: auto;
    color: var(--muted);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }

  .views button {
    min-height: 30px;
    padding: 2px 11px;
    border-radius: 999px;
    font-size: 13px;
  }

  .views .plain {
    color: var(--muted);
  }

  label.pick {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    color: var(--muted);
    font-size: 13px;
  }

  label.pick select {
    min-height: 30px;
    padding-block: 2px;
  }
`;
