import { css } from 'lit';

export const modelMenuStyles = css`
  :host {
    display: flex;
    min-width: 0;
  }

  .plain {
    min-width: 0;
    max-width: 100%;
    gap: 0.35em;
    padding: var(--space-3xs) var(--space-s);
    color: var(--muted);
    overflow: hidden;
  }

  .plain .wide {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  b {
    color: var(--text);
    font-weight: 600;
  }

  [popover] {
    inset: auto auto calc(var(--dock-height) + 10px) 20px;
    width: min(420px, calc(100vw - 40px));
    padding: var(--space-m) var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font-size: var(--size-compact);
    white-space: normal;
    box-shadow: var(--shadow);
  }

  [popover] p {
    margin-top: var(--space-s);
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    margin-top: var(--space-m);
  }

  .note {
    color: var(--muted);
    font-size: var(--size-small);
  }

  @media (max-width: 1240px) {
    .wide {
      display: none;
    }
  }

  @media (max-width: 860px) {
    .optional {
      display: none;
    }
  }

  @media (max-width: 560px) {
    .plain {
      padding-inline: var(--space-3xs);
    }
  }
`;
