import { css } from 'lit';

export const momentListStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    padding: 0 var(--space-s) var(--space-s);
    overflow: auto;
  }

  h3 {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s);
    padding: var(--space-xs) var(--space-m) var(--space-3xs) var(--space-3xs);
    background: var(--bg);
    font-size: var(--size-small);
  }

  h3 button {
    display: block;
    width: auto;
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    color: var(--muted);
    font-size: var(--size-small);
    font-weight: 600;
  }

  .count {
    color: var(--faint);
    font-weight: 400;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    border-left: 2px solid transparent;
    border-radius: var(--radius-small);
  }

  button {
    display: grid;
    grid-template-columns: 2.875rem minmax(0, 1fr) 1.125rem;
    gap: var(--space-s);
    width: 100%;
    border-color: transparent;
    background: none;
    text-align: left;
    white-space: normal;
  }

  .time {
    color: var(--faint);
    font-size: var(--size-small);
  }

  .title {
    font-weight: 600;
  }

  .watched {
    color: var(--good);
    font-size: var(--size-small);
  }

  .current {
    border-left-color: var(--highlight);
    background: var(--raised);
  }

  .current .title {
    color: var(--highlight);
  }

  .current .time {
    color: var(--muted);
  }

  p {
    padding: 0 var(--space-m) var(--space-s) calc(2.875rem + var(--space-s) + var(--space-m));
    color: var(--muted);
    font-size: var(--size-compact);
  }
`;
