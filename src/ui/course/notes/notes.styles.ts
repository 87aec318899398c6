import { css } from 'lit';

export const notesStyles = css`
  :host {
    --field-height: 8.5rem;
    --picture-height: 4.5rem; /* small, so that the text stays in sight */

    display: block;
    padding: var(--space-s) var(--space-m);
    overflow: auto;
  }

  .bar {
    position: sticky;
    top: calc(-1 * var(--space-s));
    z-index: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    gap: 0 var(--space-2xs);
    margin-top: calc(-1 * var(--space-2xs));
    padding-block: var(--space-2xs);
    background: var(--bg);
  }

  .bar h2 {
    flex: 1 0 auto;
  }

  .bar a {
    display: flex;
    align-items: center;
    min-height: var(--control-small);
    padding: var(--space-2xs) var(--space-xs);
    font-size: var(--size-small);
  }

  .bar button.plain {
    min-width: var(--control);
    padding: 0;
  }

  .bar button.plain:not(:disabled) {
    color: var(--muted);
  }

  .bar button:not(.plain) {
    padding-inline: var(--space-s);
    font-size: var(--size-small);
  }

  ul {
    margin-top: var(--space-2xs);
    list-style: none;
  }

  li {
    padding-block: var(--space-2xs) var(--space-s);
    border-top: 1px solid var(--line);
  }

  .check {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
    min-height: var(--control-small);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .problem {
    margin-top: var(--space-s);
    color: var(--warning);
    font-size: var(--size-small);
  }
`;
