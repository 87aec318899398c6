import { css } from 'lit';

export const openDialogStyles = css`
  dialog {
    width: min(36rem, calc(100vw - 1.5rem));
    overflow-y: auto;
  }

  dialog[open] {
    gap: 0.85rem;
  }

  h2 {
    flex: none;
  }
  p,
  li {
    font-size: 0.875rem;
    line-height: 1.5;
  }

  .muted,
  ul {
    color: var(--muted);
  }

  ul {
    display: grid;
    gap: 0.35rem;
    padding-left: 1.1rem;
  }

  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.25rem 1rem;
    font-size: 0.875rem;
  }

  dt {
    color: var(--muted);
  }

  dd {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }

  .loses {
    padding: 0.6rem 0.75rem;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
  }

  progress {
    width: 100%;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 0.5rem;
  }
`;
