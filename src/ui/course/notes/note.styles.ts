import { css } from 'lit';

export const noteStyles = css`
  :host {
    display: block;
    min-width: 0;
    font-size: var(--size-compact);
  }

  .head {
    display: flex;
    align-items: center;
    gap: var(--space-2xs);
  }

  .head > slot {
    display: block;
    flex: 1;
    min-width: 0;
  }

  .head button {
    padding: var(--space-2xs);
    min-width: var(--control);
    color: var(--muted);
  }

  .head .time {
    padding: var(--space-2xs) 0;
    min-width: 0;
    color: var(--accent);
  }

  /* What is far from the viewport is not laid out. */
  .text {
    content-visibility: auto;
    contain-intrinsic-block-size: auto 4lh;
  }

  form {
    display: grid;
    gap: var(--space-s);
  }

  textarea {
    width: 100%;
    max-height: var(--field-height, 24rem);
    resize: vertical;
    field-sizing: content;
    min-height: 4.5lh;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: var(--space-s);
  }

  .buttons > slot {
    display: block;
    flex: 1 1 auto;
  }

  dialog {
    max-width: 96vw;
    max-height: 96dvh;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: hidden;
    cursor: zoom-out;
  }

  dialog::backdrop {
    background: var(--backdrop);
  }

  dialog img {
    display: block;
    max-width: 94vw;
    max-height: 94dvh;
  }

  dialog button {
    position: absolute;
    top: var(--space-s);
    inset-inline-end: var(--space-s);
  }

  @media print {
    .head button,
    dialog {
      display: none;
    }

    .head .time {
      padding: 0;
      text-decoration: none;
    }

    :focus-visible {
      outline: none;
    }

    .text .picture {
      break-inside: avoid;
    }
  }
`;
