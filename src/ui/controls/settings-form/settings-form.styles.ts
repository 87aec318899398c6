import { css } from 'lit';

export const settingsFormStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-l);
  }

  form.model {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.3fr);
    grid-template-rows: auto 1fr;
    align-items: start;
    justify-items: stretch;
    gap: var(--space-l) var(--space-xl);
  }

  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    gap: var(--space-l);
  }

  /* It stays in view beside a long form. */
  .diagram {
    grid-area: 1 / 2 / 3 / 3;
    position: sticky;
    top: var(--space-l);
    max-height: calc(100dvh - var(--header-height) - var(--dock-height) - 2 * var(--space-l));
    overflow-y: auto;
    scrollbar-width: thin;
  }

  .blocks {
    grid-template-columns: 1fr 1fr;
    gap: var(--space-s);
  }

  .blocks label {
    display: grid;
    grid-template-columns: auto 1fr;
    align-content: start;
    align-items: center;
    gap: var(--space-3xs) var(--space-s);
    min-height: var(--control);
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
    margin: 0;
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

  /* Choices are as wide as their longest value. */
  .field:has(select) {
    grid-template-columns: minmax(0, 1fr) minmax(7rem, auto);
  }

  .parts {
    width: 100%;
  }

  .parts > summary {
    display: block;
    padding: var(--space-s) 0;
    border-radius: var(--radius-small);
    color: var(--accent);
    font-size: var(--size-compact);
  }

  .parts > summary::before {
    content: "▸";
    display: inline-block;
    width: 1.2em;
  }

  .parts[open] > summary::before {
    content: "▾";
  }

  .parts fieldset {
    margin-top: var(--space-m);
  }

  @media (max-width: 63.75em) {
    form.model {
      grid-template-columns: minmax(0, 1fr);
    }

    .diagram {
      grid-area: auto;
      position: static;
      max-height: none;
    }
  }

  /* On phones only the selected block shows its description. */
  @media (max-width: 35em) {
    .blocks {
      display: flex;
      flex-wrap: wrap;
    }

    .blocks label {
      flex: 1 0 auto;
    }

    .blocks label:not(:has(:checked)) span {
      display: none;
    }

    .blocks label:has(:checked) {
      flex-basis: 100%;
    }
  }
`;
