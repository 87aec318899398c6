// Styles shared by all dialogs: frame, backdrop, title.
import { css } from 'lit';

/** Precedes a dialog's own styles, which set its width. */
export const dialogStyles = css`
  :host {
    display: contents;
  }

  dialog {
    max-height: calc(100dvh - 3rem);
    padding: var(--space-l) var(--space-l) var(--space-l);
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

  h2 {
    flex: 1;
    color: var(--text);
    font-size: var(--size-large);
  }
`;
