import { css } from 'lit';

export const kernelDialogStyles = css`
  dialog {
    width: min(60rem, calc(100vw - 1.5rem));
    padding: 0;
  }

  dialog[open] {
    gap: 0;
  }
  .head {
    align-items: start;
    padding: var(--space-l) var(--space-l) var(--space-m);
  }

  h2 small {
    display: block;
    color: var(--muted);
    font-size: var(--size-small);
    font-weight: 400;
    overflow-wrap: anywhere;
  }

  .body {
    display: flex;
    flex-direction: column;
    min-height: 0;
    padding: 0 var(--space-l) var(--space-l);
    gap: var(--space-m);
  }

  p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  dl {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2xs) var(--space-xl);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  dt {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  pre {
    flex: 1;
    min-height: 8rem;
    margin: 0;
    padding: var(--space-m) 0;
    overflow: auto;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--bg);
    font: 0.8125rem / 1.55 var(--font-mono);
    tab-size: 2;
    counter-reset: line;
  }

  .line {
    display: block;
    padding-inline-end: var(--space-l);
    counter-increment: line;
  }

  .line::before {
    content: counter(line);
    display: inline-block;
    width: 2.5rem;
    margin-inline-end: var(--space-l);
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
