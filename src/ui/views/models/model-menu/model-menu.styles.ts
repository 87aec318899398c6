import { css } from 'lit';

export const modelMenuStyles = css`
  :host {
    display: flex;
    min-width: 0;
  }

  /* In a line of text. */
  :host([brief]) {
    display: inline-flex;
    vertical-align: middle;
  }

  .plain {
    min-width: 0;
    max-width: 100%;
    gap: 0.35em;
    padding: var(--space-3xs) var(--space-s);
    color: var(--muted);
    overflow: hidden;
  }

  .plain .wide {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  b {
    color: var(--text);
    font-weight: 600;
  }

  [popover] {
    inset: auto;
    width: min(27rem, calc(100vw - 2 * var(--space-m)));
    margin: 0;
    overflow-y: auto;
    padding: var(--space-m) var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    color: var(--text);
    font-size: var(--size-compact);
    white-space: normal;
    box-shadow: var(--shadow);
  }

  [popover] p {
    margin-top: var(--space-s);
  }

  h3 {
    margin: var(--space-m) 0 var(--space-3xs);
    color: var(--muted);
    font-size: var(--size-fine);
    font-weight: 600;
  }

  ul {
    list-style: none;
  }

  li .plain {
    justify-content: start;
    width: 100%;
    gap: var(--space-s);
    padding-inline: var(--space-s);
  }

  li .plain:hover,
  li [aria-current] {
    background: var(--raised);
  }

  li span {
    flex: 1;
    font-size: var(--size-small);
    text-align: start;
    white-space: normal;
  }

  li b {
    max-width: 60%;
    overflow-wrap: anywhere;
    text-align: start;
    white-space: normal;
  }

  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-s);
    margin-top: var(--space-m);
  }

  .note {
    color: var(--muted);
    font-size: var(--size-small);
  }

  @media (max-width: 77.5em) {
    .wide {
      display: none;
    }
  }

  @media (max-width: 53.75em) {
    .optional {
      display: none;
    }
  }

  @media (max-width: 35em) {
    .plain {
      padding-inline: var(--space-3xs);
    }
  }
`;
