import { css } from 'lit';

export const courseViewStyles = css`
  :host {
    display: block;
    max-width: 1320px;
    margin: 0 auto;
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

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-m) var(--space-xl);
  }

  .head > div {
    flex: 1 1 420px;
    max-width: 72ch;
  }

  .head p {
    margin-top: var(--space-2xs);
    color: var(--muted);
  }

  .head button {
    min-height: var(--touch);
    padding: var(--space-xs) var(--space-l);
    font-size: var(--size-body);
  }

  .card.model {
    display: grid;
    grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
    gap: var(--space-m) var(--space-xl);
    min-height: 180px;
    margin: var(--space-l) 0;
  }

  .about {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-s);
  }

  .named {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-s) var(--space-m);
  }

  .named button {
    flex: none;
  }

  .about h2 {
    color: var(--text);
    font-size: var(--size-large);
  }

  .about b {
    color: var(--accent);
  }

  .about p {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .about lab-prompt-input {
    margin-top: var(--space-s);
  }

  h3 {
    margin: 0 0 var(--space-3xs);
    color: var(--muted);
    font-size: var(--size-compact);
    font-weight: 600;
  }

  ol {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: var(--space-l);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  ol.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }

  .part h2 {
    margin: var(--space-l) 0 var(--space-s);
    color: var(--text);
    font-size: var(--size-large);
  }

  .part h2 span {
    margin-left: var(--space-s);
    color: var(--muted);
    font-size: var(--size-compact);
    font-weight: 400;
  }

  li.card {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: var(--space-s);
    font-size: var(--size-compact);
  }

  li.card:hover {
    border-color: var(--line-strong);
  }

  .number {
    display: flex;
    justify-content: space-between;
    color: var(--highlight);
    font-size: var(--size-small);
  }

  .number span {
    color: var(--faint);
  }

  li.card h3 {
    margin: 0;
    color: var(--text);
    font-size: var(--size-large);
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
    font-size: var(--size-small);
  }

  .activities ul {
    padding-left: var(--space-l);
  }

  .progress {
    display: grid;
    gap: var(--space-2xs);
    color: var(--muted);
    font-size: var(--size-small);
  }

  @media (max-width: 63.75em) {
    ol {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }

  @media (max-width: 53.75em) {
    .card.model {
      grid-template-columns: minmax(0, 1fr);
      min-height: 320px;
    }
  }

  @media (max-width: 35em) {
    ol,
    ol.three {
      grid-template-columns: minmax(0, 1fr);
    }

    .card.model {
      min-height: 420px;
    }
  }
`;
