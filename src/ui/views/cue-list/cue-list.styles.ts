import { css } from 'lit';

export const cueListStyles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    padding: 0 10px 8px;
    overflow: auto;
  }

  h3 {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 6px 13px 2px 2px;
    background: var(--bg);
    font-size: var(--size-small);
  }

  h3 button {
    display: block;
    width: auto;
    min-height: 26px;
    padding: 2px 10px;
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
    grid-template-columns: 46px minmax(0, 1fr) 18px;
    gap: 8px;
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
    font-weight: 560;
  }

  .seen {
    color: var(--good);
    font-size: var(--size-small);
  }

  .current {
    border-left-color: var(--query);
    background: var(--raised);
  }

  .current .title {
    color: var(--query);
  }

  .current .time {
    color: var(--muted);
  }

  p {
    padding: 0 14px 10px 68px;
    color: var(--muted);
    font-size: 14px;
  }
`;
