import { css } from 'lit';

export const textSourceStyles = css`
  :host {
    display: block;
  }

  .card.drag-over {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  .head,
  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s) var(--space-l);
  }

  .head {
    justify-content: space-between;
    margin-bottom: var(--space-s);
  }

  .head label {
    min-width: 0;
    max-width: 100%;
    font-weight: 600;
  }

  .head select {
    max-width: 100%;
    font-weight: 400;
  }

  .count,
  .choices label {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  textarea {
    display: block;
    width: 100%;
    margin-bottom: var(--space-s);
    resize: vertical;
  }

  .file {
    position: relative;
    padding: var(--space-2xs) var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    cursor: pointer;
  }

  .file:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .file input {
    position: absolute;
    inset: 0;
    width: 100%;
    opacity: 0;
    cursor: pointer;
  }

  ul {
    margin-top: var(--space-m);
    padding-inline-start: var(--space-l);
    color: var(--warning);
    font-size: var(--size-compact);
  }

  .error {
    margin-top: var(--space-s);
    color: var(--error);
    font-size: var(--size-compact);
  }

  .error:empty {
    display: none;
  }

  [aria-invalid="true"] {
    border-color: var(--error);
  }
`;
