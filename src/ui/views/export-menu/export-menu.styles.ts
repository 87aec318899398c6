import { css } from 'lit';

export const exportMenuStyles = css`
  :host {
    display: contents;
  }

  [popover] {
    inset: auto 12px auto auto;
    top: calc(var(--header-height) + 4px);
    width: min(22rem, calc(100vw - 1.5rem));
    max-height: calc(100dvh - var(--header-height) - 5rem);
    padding: 0.75rem;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
    color: var(--text);
    overflow-y: auto;
  }

  [popover]:popover-open {
    display: grid;
    gap: 0.25rem;
  }

  h2 {
    padding: 0.35rem 0.5rem 0.1rem;
    font-size: 13px;
  }

  [popover] button {
    justify-content: flex-start;
    border-color: transparent;
    background: none;
    text-align: left;
    white-space: normal;
  }

  [popover] button:hover {
    background: var(--raised);
  }

  .kind {
    margin-left: auto;
    color: var(--muted);
    font-size: 12px;
  }

  .caption {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  p {
    padding: 0.1rem 0.5rem 0.35rem;
    color: var(--muted);
    font-size: 13px;
    line-height: 1.45;
  }

  @media (max-width: 560px) {
    .open {
      flex: none;
      width: 34px;
      padding: 0;
    }

    .open span {
      position: absolute;
      clip-path: inset(50%);
    }
  }
`;
