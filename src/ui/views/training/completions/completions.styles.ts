import { css } from 'lit';

export const completionsStyles = css`
  :host {
    display: block;
  }

  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr));
    gap: var(--space-m) var(--space-xl);
    list-style: none;
  }

  ul > li {
    min-width: 0;
  }

  .prompt {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--space-s);
  }

  h3 {
    font-size: var(--size-body);
    font-weight: 600;
  }

  button {
    flex: none;
    min-height: var(--control-small);
    padding: 0 var(--space-xs);
    color: var(--accent);
    font-size: var(--size-small);
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--size-compact);
  }

  ol > li {
    display: grid;
    grid-template-columns: 5.375rem 1fr;
    gap: var(--space-s);
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
    font-size: var(--size-compact);
  }
`;
