import { css } from 'lit';

export const crossGridStyles = css`
  .scroll {
    position: relative;
  }

  .grid {
    width: auto;
  }

  caption {
    padding-bottom: 0.5rem;
    color: var(--muted);
    font-size: 12px;
    text-align: start;
  }

  .grid thead th {
    padding-inline: 6px;
    color: var(--query);
    font-size: 13px;
    text-align: center;
    white-space: nowrap;
  }

  th.key {
    padding-inline-end: 0.75rem;
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
    background: var(--data);
    vertical-align: middle;
  }

  label.pick {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.5rem;
    font-size: 14px;
  }

  select {
    max-width: 100%;
  }

  .hypothetical {
    padding: 0.5rem 0.75rem;
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: 14px;
  }
`;
