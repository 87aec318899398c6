import { css } from 'lit';

export const exportMenuStyles = css`
  :host {
    display: contents;
  }

  div {
    display: grid;
    gap: var(--space-2xs);
  }

  h2 {
    padding: var(--space-xs) var(--space-s) var(--space-3xs);
    font-size: var(--size-small);
  }

  button {
    justify-content: flex-start;
    padding-inline: var(--space-s);
    border-color: transparent;
    background: none;
    text-align: start;
    white-space: normal;
  }

  button:hover {
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
`;
