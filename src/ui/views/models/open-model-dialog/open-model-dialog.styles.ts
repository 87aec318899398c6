import { css } from 'lit';

export const openModelDialogStyles = css`
  dialog {
    width: min(36rem, calc(100vw - 1.5rem));
    overflow-y: auto;
  }

  dialog[open] {
    gap: var(--space-m);
  }

  h2 {
    flex: none;
  }
  p,
  li {
    font-size: var(--size-compact);
    line-height: 1.5;
  }

  .muted,
  ul {
    color: var(--muted);
  }

  ul {
    display: grid;
    gap: var(--space-xs);
    padding-inline-start: var(--space-l);
  }

  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--space-2xs) var(--space-l);
    font-size: var(--size-compact);
  }

  dt {
    color: var(--muted);
  }

  dd {
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }

  pre {
    max-height: 14rem;
    margin: var(--space-xs) 0 0;
    overflow: auto;
    font-size: var(--size-small);
    white-space: pre-wrap;
  }

  .warning {
    padding: var(--space-s) var(--space-m);
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
    gap: var(--space-s);
  }
`;
