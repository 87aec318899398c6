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
    padding: 2px 8px;
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
    padding: 14px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font-size: 14px;
    white-space: normal;
    box-shadow: var(--shadow);
  }

  [popover] p {
    margin-top: 8px;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 12px;
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

  @media (max-width: 760px) {
    .optional {
      display: none;
    }
  }

  @media (max-width: 480px) {
    .plain {
      padding-inline: 2px;
    }
  }
`;
