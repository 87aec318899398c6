// Styles shared by all dialogs: frame, backdrop, title.
import { css } from 'lit';

/** Precedes a dialog's own styles, which set its width. */
export const dialogStyles = css`
  :host {
    display: contents;
  }

  dialog {
    max-height: calc(100dvh - 3rem);
    padding: var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
  }

  dialog[open] {
    display: flex;
    flex-direction: column;
    gap: var(--space-m);
  }

  dialog::backdrop {
    background: var(--backdrop);
  }

  .head {
    display: flex;
    align-items: center;
    gap: var(--space-l);
  }

  /* A download's progress, what it says, its buttons. */
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s) var(--space-m);
    font-size: var(--size-compact);
  }

  .row progress {
    flex: 1 1 12rem;
    height: 8px;
    accent-color: var(--accent);
  }

  h2 {
    flex: 1;
    color: var(--text);
    font-size: var(--size-large);
  }
`;
