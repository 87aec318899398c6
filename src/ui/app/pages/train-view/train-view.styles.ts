import { css } from 'lit';

export const trainViewStyles = css`
  .card > h2 {
    margin-bottom: var(--space-xs);
  }

  .explained {
    margin-bottom: var(--space-s);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
    gap: var(--space-s) var(--space-l);
    margin-top: var(--space-m);
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
  }

  .figures dt {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .figures dd {
    font-size: var(--size-large);
    font-weight: 600;
    white-space: nowrap;
  }

  .statistics {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--space-2xs) var(--space-l);
    font-size: var(--size-compact);
  }

  .statistics dt {
    color: var(--muted);
  }

  .statistics dd {
    text-align: right;
  }

  .engine {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .engine button {
    margin-inline-start: var(--space-s);
  }
`;
