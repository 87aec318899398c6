import { css } from 'lit';

export const courseViewStyles = css`
  :host {
    display: block;
    max-width: 1320px;
    margin: 0 auto;
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

  .model {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px 16px;
    min-height: 52px;
    margin: 16px 0;
    padding: 8px 10px 8px 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    color: var(--muted);
    font-size: 14px;
  }

  .model strong {
    color: var(--text);
  }

  ol {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 290px), 1fr));
    gap: 16px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .card {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 8px;
    font-size: 14px;
  }

  .card:hover {
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

  h2 {
    font-size: 17px;
    line-height: 1.3;
    text-wrap: balance;
  }

  h2 a {
    color: var(--text);
    text-decoration: none;
  }

  /* All of the card is the link. */
  h2 a::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: var(--radius);
  }

  h2 a:focus-visible {
    outline: none;
  }

  h2 a:focus-visible::after {
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
`;
