// What all dialogs share: the frame, what lies behind it, the title.
import { css } from 'lit';

/** Put before a dialog's own styles, which set its width. */
export const dialogStyles = css`
  :host {
    display: contents;
  }

  dialog {
    max-height: calc(100dvh - 3rem);
    padding: 1rem 1.25rem 1.25rem;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--surface);
    color: var(--text);
  }

  dialog[open] {
    display: flex;
    flex-direction: column;
    gap: 0.75rem;
  }

  dialog::backdrop {
    background: rgb(0 0 0 / 55%);
  }

  .head {
    display: flex;
    align-items: center;
    gap: 1rem;
  }

  h2 {
    flex: 1;
    color: var(--text);
    font-size: 1.125rem;
  }
`;
