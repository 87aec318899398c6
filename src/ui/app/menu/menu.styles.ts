import { css } from 'lit';

export const menuStyles = css`
  :host {
    display: contents;
  }

  dialog {
    inset: calc(var(--header-height) + var(--space-2xs)) var(--space-m) auto auto;
    width: min(28rem, calc(100vw - 2 * var(--space-m)));
    max-width: none;
    max-height: calc(100dvh - var(--header-height) - var(--space-l));
    margin: 0;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    box-shadow: var(--shadow);
    overflow-y: auto;
    --ring-bg: var(--surface);
  }

  dialog:dir(rtl) {
    inset-inline: auto var(--space-m);
  }

  dialog::backdrop {
    background: none;
  }

  dialog > div {
    padding: var(--space-m);
  }

  .all {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--space-m);
  }

  ul {
    list-style: none;
  }

  h2 {
    display: flex;
    align-items: center;
    min-height: var(--control);
    padding-inline-start: var(--space-s);
    font-size: var(--size-small);
    font-weight: 400;
  }

  nav h2,
  .title {
    padding: 0;
  }

  a,
  button {
    display: flex;
    align-items: center;
    justify-content: flex-start;
    gap: var(--space-s);
    width: 100%;
    min-height: max(2.5rem, var(--control));
    padding: var(--space-2xs) var(--space-s);
    border: 0;
    border-radius: var(--radius-small);
    outline-offset: -2px;
    color: inherit;
    font-size: var(--size-body);
    text-align: start;
    text-decoration: none;
    white-space: normal;
  }

  h2 :is(a, button) {
    min-height: var(--control);
    font-size: inherit;
  }

  a:hover,
  button:hover,
  a[aria-current="page"],
  button[aria-pressed="true"] {
    background: var(--raised);
  }

  .value,
  kbd,
  li .icon {
    margin-inline-start: auto;
    color: var(--muted);
    font: var(--size-small) var(--font);
  }

  @media (pointer: coarse) {
    kbd {
      display: none;
    }
  }

  .languages {
    display: flex;
    gap: var(--space-3xs);
  }

  .languages button {
    width: auto;
  }

  .title {
    gap: var(--space-2xs);
    color: var(--text);
    font-size: var(--size-body);
    font-weight: 600;
  }

  .title button {
    width: auto;
    min-width: var(--control);
    justify-content: center;
  }

  dl {
    display: grid;
    gap: var(--space-2xs);
    padding: 0 var(--space-s) var(--space-s);
    font-size: var(--size-compact);
  }

  dt {
    margin-top: var(--space-s);
    font-weight: 600;
  }

  dd {
    color: var(--muted);
  }

  /* Where there is no height, there is width. */
  @media (max-height: 35em) and (min-width: 48em) {
    dialog {
      width: 46rem;
    }

    .all {
      grid-template-columns: 2fr 3fr;
    }

    .all ul,
    .chapters ul {
      columns: 2;
    }

    li {
      break-inside: avoid;
    }
  }
`;
