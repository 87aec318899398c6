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
    gap: 8px 24px;
    margin-top: 28px;
    padding-top: 12px;
    border-top: 1px solid var(--line);
    color: var(--muted);
    font-size: 0.875rem;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 14px 28px;
  }

  .head > div {
    flex: 1 1 420px;
    max-width: 72ch;
  }

  .head p {
    margin-top: 4px;
    color: var(--muted);
  }

  .head button {
    min-height: 44px;
    padding: 6px 20px;
    font-size: 15px;
  }

  .card.model {
    display: grid;
    grid-template-columns: minmax(0, 1.4fr) minmax(0, 1fr);
    gap: 14px 36px;
    min-height: 180px;
    margin: 16px 0;
  }

  .about {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: 8px;
  }

  .named {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
  }

  .about h2 {
    color: var(--text);
    font-size: 17px;
  }

  .about b {
    color: var(--accent);
  }

  .about p {
    color: var(--muted);
    font-size: 14px;
  }

  .about lab-prompt-input {
    margin-top: 10px;
  }

  h3 {
    margin: 0 0 2px;
    color: var(--muted);
    font-size: 14px;
    font-weight: 600;
  }

  ol {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    gap: 16px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  ol.three {
    grid-template-columns: repeat(3, minmax(0, 1fr));
  }

  .part h2 {
    margin: 20px 0 8px;
    color: var(--text);
    font-size: 17px;
  }

  .part h2 span {
    margin-left: 8px;
    color: var(--muted);
    font-size: 14px;
    font-weight: 400;
  }

  li.card {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 8px;
    font-size: 14px;
  }

  li.card:hover {
    border-color: var(--line-strong);
  }

  .number {
    display: flex;
    justify-content: space-between;
    color: var(--query);
    font-size: var(--size-small);
  }

  .number span {
    color: var(--faint);
  }

  li.card h3 {
    margin: 0;
    color: var(--text);
    font-size: 17px;
    line-height: 1.3;
    text-wrap: balance;
  }

  li.card h3 a {
    color: var(--text);
    text-decoration: none;
  }

  /* All of the card is the link. */
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

  .does {
    flex: 1;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .does ul {
    padding-left: 18px;
  }

  .seen {
    display: grid;
    gap: 5px;
    color: var(--muted);
    font-size: var(--size-small);
  }

  @media (max-width: 1080px) {
    ol {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
  }

  @media (max-width: 680px) {
    ol,
    ol.three {
      grid-template-columns: minmax(0, 1fr);
    }
  }

  @media (max-width: 900px) {
    .card.model {
      grid-template-columns: minmax(0, 1fr);
      min-height: 320px;
    }
  }

  @media (max-width: 760px) {
    .card.model {
      min-height: 420px;
    }
  }
`;
