import { css } from 'lit';

export const completionsStyles = css`
  :host {
    display: block;
  }

  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(320px, 100%), 1fr));
    gap: 14px 26px;
    list-style: none;
  }

  ul > li {
    min-width: 0;
  }

  .prompt {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: 8px;
  }

  h3 {
    font-size: 15px;
    font-weight: 600;
  }

  button {
    min-height: 26px;
    padding: 0 6px;
    color: var(--accent);
    font-size: var(--size-small);
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 14px;
  }

  ol > li {
    display: grid;
    grid-template-columns: 86px 1fr;
    gap: 10px;
    padding: 1px 0;
    color: var(--faint);
  }

  .step {
    font-variant-numeric: tabular-nums;
  }

  .text {
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .latest {
    color: var(--text);
  }

  .latest .step {
    color: var(--accent);
  }

  .empty {
    color: var(--faint);
    font-size: 14px;
  }
`;
