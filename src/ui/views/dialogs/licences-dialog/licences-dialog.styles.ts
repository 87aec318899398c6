import { css } from 'lit';

export const licencesDialogStyles = css`
  dialog {
    width: min(44rem, calc(100vw - 1.5rem));
  }
  p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  ul {
    flex: 1;
    overflow-y: auto;
    list-style: none;
  }

  li {
    border-top: 1px solid var(--line);
  }

  summary {
    display: flex;
    align-items: center;
    min-height: var(--control);
    gap: var(--space-s);
    padding: var(--space-s) var(--space-2xs);
    color: var(--muted);
    cursor: pointer;
    font-variant-numeric: tabular-nums;
  }

  .name {
    color: var(--text);
  }

  .licence {
    margin-inline-start: auto;
    white-space: nowrap;
  }

  pre {
    margin: 0 0 var(--space-m);
    padding: var(--space-m);
    overflow-x: auto;
    border-radius: var(--radius-small);
    background: var(--bg);
    color: var(--text);
    font: 0.75rem / 1.5 var(--font-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
