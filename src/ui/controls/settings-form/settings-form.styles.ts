import { css } from 'lit';

export const settingsFormStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
  }

  /* The diagram stays in view beside a long form. */
  .model {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.3fr);
    align-items: start;
  }

  .model form {
    grid-template-columns: minmax(0, 1fr);
  }

  .diagram {
    position: sticky;
    top: calc(var(--header-height) + 1rem);
    padding: 0 var(--space-l) var(--space-l);
  }

  .blocks {
    grid-template-columns: repeat(auto-fill, minmax(min(14.375rem, 100%), 1fr));
    gap: var(--space-s);
  }

  .blocks label {
    display: grid;
    grid-template-columns: auto 1fr;
    align-content: start;
    gap: var(--space-3xs) var(--space-s);
    padding: var(--space-s) var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    cursor: pointer;
  }

  .blocks label:hover {
    border-color: var(--line-strong);
  }

  .blocks label:has(:checked) {
    border-color: var(--accent);
    background: var(--raised);
    box-shadow: inset 0 0 0 1px var(--accent);
  }

  .blocks label:has(:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .blocks input {
    margin: var(--space-2xs) 0 0;
    accent-color: var(--accent);
    outline: none;
  }

  .blocks b {
    font-weight: 600;
  }

  .blocks label:has(:checked) b {
    color: var(--accent);
  }

  .blocks span {
    grid-column: 1 / -1;
    color: var(--muted);
    font-size: var(--size-small);
    line-height: 1.4;
  }

  .parts {
    width: 100%;
  }

  .parts > summary {
    padding: var(--space-s) 0;
    border-radius: var(--radius-small);
    color: var(--accent);
    font-size: var(--size-compact);
  }

  .parts > summary::before {
    content: "▸";
  }

  .parts[open] > summary::before {
    content: "▾";
  }

  .parts fieldset {
    margin-top: var(--space-l);
  }

  @media (max-width: 63.75em) {
    .model {
      grid-template-columns: minmax(0, 1fr);
    }

    .diagram {
      position: static;
    }
  }
`;
