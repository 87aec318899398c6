import { css } from 'lit';

export const kernelDialogStyles = css`
  dialog {
    width: min(60rem, calc(100vw - 1.5rem));
    padding: 0;
  }

  dialog[open] {
    gap: 0;
  }
  header {
    display: flex;
    align-items: start;
    gap: 1rem;
    padding: 1rem 1.25rem 0.75rem;
  }

  h2 small {
    display: block;
    color: var(--muted);
    font-size: 0.8125rem;
    font-weight: 400;
    overflow-wrap: anywhere;
  }

  .body {
    display: flex;
    flex-direction: column;
    min-height: 0;
    padding: 0 1.25rem 1.25rem;
    gap: 0.75rem;
  }

  p {
    color: var(--muted);
    font-size: 0.875rem;
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem 1.5rem;
    font-size: 0.875rem;
    font-variant-numeric: tabular-nums;
  }

  dt {
    color: var(--muted);
    font-size: 0.75rem;
  }

  pre {
    flex: 1;
    min-height: 8rem;
    margin: 0;
    padding: 0.75rem 0;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--bg);
    font: 0.8125rem / 1.55 var(--font-mono);
    tab-size: 2;
    counter-reset: line;
  }

  .line {
    display: block;
    padding-inline-end: 1rem;
    counter-increment: line;
  }

  .line::before {
    content: counter(line);
    display: inline-block;
    width: 2.5rem;
    margin-inline-end: 1rem;
    color: var(--muted);
    text-align: end;
    user-select: none;
  }

  .comment {
    color: var(--muted);
    font-style: italic;
  }

  .keyword,
  .attribute {
    color: var(--negative);
  }

  .type {
    color: var(--key);
  }

  .number {
    color: var(--query);
  }

  .function {
    color: var(--positive);
  }
`;
