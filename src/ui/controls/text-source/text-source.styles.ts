import { css } from 'lit';

export const textSourceStyles = css`
  :host {
    display: block;
  }

  .card.over {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  .head,
  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 18px;
  }

  .head {
    justify-content: space-between;
    margin-bottom: 8px;
  }

  .head label {
    font-weight: 600;
  }

  .count,
  .choices label {
    color: var(--muted);
    font-size: 14px;
  }

  textarea {
    display: block;
    width: 100%;
    margin-bottom: 10px;
    resize: vertical;
  }

  .file {
    position: relative;
    padding: 5px 13px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    cursor: pointer;
  }

  .file:focus-within {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .file input {
    position: absolute;
    inset: 0;
    width: 100%;
    opacity: 0;
    cursor: pointer;
  }

  ul {
    margin-top: 12px;
    padding-left: 18px;
    color: var(--warning);
    font-size: 14px;
  }

  .refused {
    margin-top: 10px;
    color: var(--error);
    font-size: 14px;
  }
`;
