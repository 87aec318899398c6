import { css } from 'lit';

export const exportMenuStyles = css`
  :host {
    display: contents;
  }

  [popover] {
    inset: auto;
    inset-inline-end: 12px;
    top: calc(var(--header-height) + 4px);
    width: min(22rem, calc(100vw - 1.5rem));
    max-height: calc(100dvh - var(--header-height) - 5rem);
    padding: var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    overflow-y: auto;
  }

  [popover]:popover-open {
    display: grid;
    gap: var(--space-2xs);
  }

  h2 {
    padding: var(--space-xs) var(--space-s) var(--space-3xs);
    font-size: var(--size-small);
  }

  [popover] button {
    justify-content: flex-start;
    border-color: transparent;
    background: none;
    text-align: start;
    white-space: normal;
  }

  [popover] button:hover {
    background: var(--raised);
  }

  .kind {
    margin-inline-start: auto;
    color: var(--muted);
    font-size: var(--size-fine);
  }

  .caption {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  p {
    padding: var(--space-3xs) var(--space-s) var(--space-xs);
    color: var(--muted);
    font-size: var(--size-small);
    line-height: 1.45;
  }

  @media (max-width: 77.5em) {
    .open {
      flex: none;
      width: var(--control);
      padding: 0;
    }

    .open span {
      position: absolute;
      width: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`;
