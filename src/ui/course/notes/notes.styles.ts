import { css } from 'lit';

export const notesStyles = css`
  :host {
    display: block;
    padding: var(--space-s) var(--space-m);
    overflow: auto;
  }

  .bar h2 {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .bar,
  .buttons {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s);
  }

  form {
    display: grid;
    gap: var(--space-s);
    margin-top: var(--space-s);
  }

  label {
    display: grid;
    gap: var(--space-2xs);
    font-size: var(--size-small);
  }

  textarea {
    resize: vertical;
  }

  .buttons {
    justify-content: end;
  }

  ul {
    margin-top: var(--space-s);
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: start;
    gap: var(--space-2xs);
    font-size: var(--size-compact);
  }

  li button {
    padding: var(--space-2xs) var(--space-xs);
    color: var(--accent);
  }

  li p {
    padding-top: var(--space-xs);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  form > .plain {
    justify-self: start;
    margin-left: calc(-1 * var(--space-xs));
    padding-inline: var(--space-xs);
    color: var(--accent);
  }

  img {
    display: block;
    width: 100%;
    max-height: 320px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    object-fit: contain;
    object-position: top left;
  }

  li img {
    grid-column: 1 / -1;
    margin-bottom: var(--space-xs);
  }

  .problem {
    margin-top: var(--space-s);
    color: var(--warning);
    font-size: var(--size-small);
  }

  .files {
    display: flex;
  }

  .files button {
    padding: var(--space-3xs) var(--space-s);
    color: var(--muted);
    font-size: var(--size-small);
  }
`;
