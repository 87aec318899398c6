import { css } from 'lit';

export const crossAttentionGridStyles = css`
  .grid {
    width: auto;
  }

  caption {
    padding-bottom: var(--space-s);
    color: var(--muted);
    font-size: var(--size-fine);
    text-align: start;
  }

  .grid thead th {
    padding-inline: var(--space-xs);
    color: var(--query);
    font-size: var(--size-small);
    text-align: center;
    white-space: nowrap;
  }

  th.key {
    padding-inline-end: var(--space-m);
    text-align: end;
    white-space: nowrap;
  }

  td.cell {
    min-width: 3rem;
    padding: 0;
    border: 1px solid var(--line);
    text-align: center;
    vertical-align: middle;
  }

  i {
    display: inline-block;
    border-radius: 50%;
    background: var(--head-first);
    vertical-align: middle;
  }

  /* Words stand upright, so that the columns of a sentence fit. */
  @container (max-width: 30rem) {
    .grid thead th {
      padding: var(--space-xs) 0;
      writing-mode: vertical-rl;
      rotate: 180deg;
      text-align: start;
    }

    .grid thead th,
    td.cell {
      min-width: 2.125rem;
    }

    th.key {
      padding-inline-end: var(--space-xs);
    }
  }

  label.pick {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s);
    font-size: var(--size-compact);
  }

  select {
    max-width: 100%;
  }

  .hypothetical {
    padding: var(--space-s) var(--space-m);
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: var(--size-compact);
  }
`;
