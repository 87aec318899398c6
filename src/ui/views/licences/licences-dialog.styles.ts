import { css } from 'lit';

export const licencesDialogStyles = css`
  dialog {
    width: min(44rem, calc(100vw - 1.5rem));
  }
  p {
    color: var(--muted);
    font-size: 0.875rem;
  }

  ul {
    flex: 1;
    margin: 0;
    padding: 0;
    overflow-y: auto;
    list-style: none;
  }

  li {
    border-top: 1px solid var(--line);
  }

  summary {
    display: flex;
    gap: 0.5rem;
    padding: 0.5rem 0.25rem;
    color: var(--muted);
    cursor: pointer;
    font-variant-numeric: tabular-nums;
  }

  .name {
    color: var(--text);
  }

  .licence {
    margin-left: auto;
    white-space: nowrap;
  }

  pre {
    margin: 0 0 0.75rem;
    padding: 0.75rem;
    overflow-x: auto;
    border-radius: 8px;
    background: var(--bg);
    color: var(--text);
    font: 0.75rem / 1.5 var(--font-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
