import { css } from 'lit';

export const promptInputStyles = css`
  :host {
    display: grid;
    gap: var(--space-s);
    min-width: 0;
  }

  .fields {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(8rem, 13rem);
    gap: var(--space-s);
  }

  .messages {
    display: grid;
    gap: var(--space-s);
  }

  /* Without a message it takes no gap. */
  .messages:not(:has(.warning, .roles)),
  [role='status']:empty {
    position: absolute;
  }

  :host([slim]) {
    position: relative;
  }

  :host([slim]) .fields {
    grid-template-columns: minmax(0, 1fr) var(--control);
    gap: 0;
  }

  .alone,
  :host([slim]) .alone {
    grid-template-columns: minmax(0, 1fr);
  }

  :host([slim]) input,
  :host([slim]) select {
    height: 2rem;
    min-height: var(--control);
  }

  :host([slim]) input {
    border-start-end-radius: 0;
    border-end-end-radius: 0;
    font-size: var(--size-compact);
  }

  :host([slim]) .alone input {
    height: 2.375rem;
    border-radius: var(--radius-small);
    font-size: var(--size-body);
  }

  /* The arrow alone. */
  :host([slim]) select {
    padding: 0;
    border-inline-start: 0;
    border-start-start-radius: 0;
    border-end-start-radius: 0;
    overflow: hidden;
    text-indent: 4rem;
  }

  :host([slim]) option {
    text-indent: 0;
  }

  :host([slim]) .messages {
    position: absolute;
    inset: calc(100% + var(--space-2xs)) 0 auto;
    z-index: 2;
  }

  :host([slim]) .spelled {
    padding: var(--space-2xs) var(--space-s);
  }

  :host([slim]) .messages > * {
    border-radius: var(--radius-small);
    background: var(--surface);
    box-shadow: var(--shadow);
  }

  label {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: var(--space-2xs) var(--space-s);
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
    font-size: var(--size-body);
  }

  :host([large]) label {
    display: block;
  }

  :host([large]) .name {
    position: absolute;
    clip-path: inset(50%);
  }

  :host([large]) .alone input {
    height: 3.25rem;
    padding-inline: var(--space-l);
    border-radius: var(--radius-large);
    font-size: var(--size-title);
  }

  @media (max-height: 35em) {
    :host([large]) .alone input {
      height: var(--touch);
    }
  }

  @media (max-width: 53.75em) {
    :host([large]) .alone input {
      font-size: var(--size-large);
    }
  }

  /* Messages have room beside it. */
  @media (min-width: 63.75em) {
    :host([large]) .messages {
      inset: 0 auto auto calc(100% + var(--space-l));
      width: min(30rem, 40vw);
    }
  }

  .read {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-xs) var(--space-l);
  }

  .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-xs);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .token {
    min-height: max(1.875rem, var(--control-small));
    padding: var(--space-3xs) var(--space-s);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: color-mix(in srgb, var(--key) calc(var(--weight) * 45%), var(--raised));
    color: var(--text);
    font-size: var(--size-body);
    white-space: pre;
  }

  .token:hover {
    border-color: var(--muted);
  }

  .token.key {
    border-color: var(--key);
  }

  /* A query that attends to itself: the keys' background would hide its text, so the weight is an underline. */
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
    padding: var(--space-s) var(--space-m);
    border: 1px solid var(--warning);
    border-radius: var(--radius-small);
    background: var(--warning-soft);
    font-size: var(--size-compact);
  }

  .warning ul {
    padding-inline-start: var(--space-l);
  }

  .warning button {
    min-height: var(--control-small);
    padding: 0 var(--space-s);
  }

  .query {
    color: var(--query);
  }

  .keys {
    color: var(--key);
  }

  @media (max-width: 35em) {
    :host(:not([slim])) .fields,
    :host(:not([slim])) label {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
