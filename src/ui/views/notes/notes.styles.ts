import { css } from 'lit';

export const notesStyles = css`
  :host {
    display: block;
    padding: 10px 14px;
    overflow: auto;
  }

  .bar,
  .buttons {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 10px;
  }

  form {
    display: grid;
    gap: 8px;
    margin-top: 10px;
  }

  label {
    display: grid;
    gap: 4px;
    font-size: var(--size-small);
  }

  textarea {
    resize: vertical;
  }

  .buttons {
    justify-content: end;
  }

  ul {
    margin-top: 8px;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: start;
    gap: 4px;
    font-size: 14px;
  }

  li button {
    padding: 4px 6px;
    color: var(--accent);
  }

  li p {
    padding-top: 6px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  form > .plain {
    justify-self: start;
    margin-left: -6px;
    padding-inline: 6px;
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
    margin-bottom: 6px;
  }

  .problem {
    margin-top: 8px;
    color: var(--warning);
    font-size: var(--size-small);
  }

  .files {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 4px;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .files button {
    min-height: 28px;
    padding: 2px 6px;
    font-size: var(--size-small);
  }

  .files button:enabled {
    color: var(--accent);
  }

  .files button:first-child {
    margin-left: -6px;
  }
`;
