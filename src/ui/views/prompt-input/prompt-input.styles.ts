import { css } from 'lit';

export const promptInputStyles = css`
  :host {
    display: grid;
    gap: 0.625rem;
    min-width: 0;
  }

  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(8rem, 13rem);
    gap: 0.625rem;
  }

  label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: 0.25rem 0.625rem;
    min-width: 0;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .others {
    grid-template-columns: minmax(0, 1fr);
  }

  input[type='text'],
  select {
    width: 100%;
    height: 2.375rem;
    color: var(--text);
  }

  input[type='text'] {
    font-size: 1rem;
  }

  .read {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.375rem 1rem;
  }

  .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: 0.375rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .token {
    min-height: 1.875rem;
    padding: 0.125rem 0.5625rem;
    border: 1px solid var(--line);
    border-radius: 7px;
    background: color-mix(in srgb, var(--key) calc(var(--weight) * 45%), var(--raised));
    color: var(--text);
    font-size: 0.9375rem;
    white-space: pre;
  }

  .token:hover {
    border-color: var(--muted);
  }

  .token.key {
    border-color: var(--key);
  }

  /* The query may look at itself: its text would drown in the keys' colour, a line under it does not. */
  .token[aria-pressed='true'] {
    border-color: var(--query);
    background: var(--raised);
    box-shadow: inset 0 -3px color-mix(in srgb, var(--key) calc(var(--weight) * 100%), transparent);
    color: var(--query);
  }

  .roles {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .warning {
    padding: 0.5rem 0.875rem;
    border: 1px solid var(--warning);
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: 14px;
  }

  .warning ul {
    padding-inline-start: 1.25rem;
  }

  .warning button {
    min-height: 0;
    padding: 0 0.5rem;
  }

  .query {
    color: var(--query);
  }

  .keys {
    color: var(--key);
  }

  @media (max-width: 560px) {
    .fields,
    label {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
