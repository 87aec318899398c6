import { css } from 'lit';

export const partUpdatesStyles = css`
  :host {
    display: block;
  }

  div {
    overflow-x: auto;
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--size-small);
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding-block-end: var(--space-xs);
    color: var(--text);
    text-align: start;
  }

  p {
    color: var(--muted);
    font-size: var(--size-small);
  }

  th,
  td {
    padding: var(--space-2xs) var(--space-s) var(--space-2xs) 0;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  th:first-child,
  .tokens {
    text-align: start;
  }

  thead th {
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .sum :is(th, td) {
    border-bottom: 0;
    color: var(--muted);
  }

  .bar {
    width: 40%;
    min-width: 4rem;
  }

  .scale {
    position: relative;
    display: block;
    height: 0.75rem;
    background: linear-gradient(var(--line-strong), var(--line-strong)) center / 1px 100% no-repeat;
  }

  .scale i {
    position: absolute;
    inset-block: 0.1875rem;
    border-radius: var(--radius-tiny);
  }

  .more {
    background: var(--positive);
  }

  .less {
    background: var(--negative);
  }

  .scale .ring {
    width: 0.5rem;
    inset-block: 0.125rem;
    border: 1.5px solid var(--text);
    border-radius: 50%;
    background: var(--surface);
    translate: -50% 0;
  }

  .tokens span {
    padding-inline: var(--space-2xs);
    border-radius: var(--radius-tiny);
    background: var(--raised);
  }
`;
