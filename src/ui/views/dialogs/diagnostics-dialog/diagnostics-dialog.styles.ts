import { css } from 'lit';

export const diagnosticsDialogStyles = css`
  dialog {
    width: min(44rem, calc(100vw - 1.5rem));
  }
  p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  textarea {
    flex: 1;
    box-sizing: border-box;
    width: 100%;
    min-height: min(20rem, 45dvh);
    padding: var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--bg);
    color: var(--text);
    font: 0.8125rem / 1.5 var(--font-mono);
    resize: none;
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s) var(--space-m);
  }

  .actions p {
    flex: 1 1 12rem;
    min-height: 1.3em;
    font-variant-numeric: tabular-nums;
  }
`;
