import { css } from 'lit';

export const momentListStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    padding: 0 var(--space-s) var(--space-s);
    overflow: hidden auto;
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
    overflow: hidden;
    color: var(--faint);
    font-size: var(--size-small);
    font-weight: 600;
    text-overflow: ellipsis;
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
    border-inline-start: 3px solid transparent;
    border-radius: var(--radius-small);
  }

  li:hover {
    background: var(--surface);
  }

  button {
    display: grid;
    grid-template-columns: 2.625rem minmax(0, 1fr) minmax(1.125rem, auto);
    gap: var(--space-s);
    width: 100%;
    min-height: max(2rem, var(--control-small));
    border-color: transparent;
    background: none;
    text-align: start;
    white-space: normal;
  }

  button:hover:not(:disabled) {
    border-color: transparent;
  }

  .time {
    color: var(--faint);
    font-size: var(--size-small);
  }

  .title {
    font-size: var(--size-body);
    font-weight: 600;
  }

  .marks {
    display: flex;
    align-items: center;
    gap: var(--space-2xs);
    color: var(--good);
    font-size: var(--size-small);
  }

  .asked {
    width: 1.25em;
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-pill);
    color: var(--muted);
    font-size: var(--size-fine);
    line-height: 1.25;
    text-align: center;
  }

  .current,
  .current:hover {
    border-inline-start-color: var(--highlight);
    background: var(--raised);
  }

  .current .title {
    color: var(--highlight);
    font-weight: 600;
  }

  .current .time {
    color: var(--muted);
  }

  p {
    display: none;
    padding: 0 var(--space-m) var(--space-s) calc(2.625rem + var(--space-s) + var(--space-m));
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .current p {
    display: block;
  }
`;
