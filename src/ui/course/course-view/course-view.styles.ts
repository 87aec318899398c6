import { css } from 'lit';

export const courseViewStyles = css`
  :host {
    display: block;
    max-width: 1680px;
    margin: calc(-1 * var(--space-s)) auto 0;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s) var(--space-xl);
  }

  .head > div {
    flex: 1 1 22rem;
  }

  .head p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .head button {
    min-height: var(--touch);
    padding: var(--space-xs) var(--space-l);
    font-size: var(--size-body);
  }

  /* Fills the first screen up to the first heading below it: its size does not depend on what is loaded. */
  .lab {
    --chrome: calc(var(--header-height) + var(--dock-height) + 8.75rem);

    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    height: clamp(26rem, calc(100dvh - var(--chrome)), 60rem);
    margin-top: var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
    overflow: hidden;
  }

  .part h2 {
    margin: var(--space-l) 0 var(--space-s);
    color: var(--text);
    font-size: var(--size-large);
  }

  .part h2 span {
    margin-inline-start: var(--space-s);
    color: var(--muted);
    font-size: var(--size-compact);
    font-weight: 400;
  }

  ol {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: var(--space-m);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  ol.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }

  li.card {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: var(--space-2xs);
    padding: var(--space-m) var(--space-l);
    font-size: var(--size-small);
  }

  li.card:hover {
    border-color: var(--line-strong);
  }

  .number {
    display: flex;
    justify-content: space-between;
    color: var(--highlight);
  }

  .number span {
    color: var(--faint);
  }

  li.card h3 {
    color: var(--text);
    font-size: var(--size-body);
    font-weight: 600;
    line-height: 1.3;
    text-wrap: balance;
  }

  li.card h3 a {
    color: var(--text);
    text-decoration: none;
  }

  /* The link covers the whole card. */
  h3 a::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: var(--radius);
  }

  h3 a:focus-visible {
    outline: none;
  }

  h3 a:focus-visible::after {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .activities {
    flex: 1;
    color: var(--muted);
  }

  .progress {
    display: grid;
    gap: var(--space-2xs);
    margin-top: var(--space-2xs);
    color: var(--muted);
  }

  footer {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s) var(--space-xl);
    margin-top: var(--space-xl);
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
    color: var(--muted);
    font-size: var(--size-compact);
  }

  @media (max-width: 63.75em) {
    ol {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }

  /* The picture is on the first screen, what one can do with it follows. */
  @media (max-width: 53.75em) {
    .head p {
      display: none;
    }

    .head button {
      flex: 1 0 auto;
    }

    .lab {
      height: auto;
      min-height: 60rem;
    }
  }

  @media (max-width: 35em) {
    ol,
    ol.three {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
