import { css } from 'lit';

export const attentionViewStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space);
    min-width: 0;
    container-type: inline-size;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0.125rem 0.875rem;
  }

  .title p {
    color: var(--muted);
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }

  .pictures {
    display: grid;
    grid-template: 'head heads' auto 'head next' 1fr / minmax(0, 1.25fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space);
    min-width: 0;
  }

  .stale {
    opacity: 0.4;
  }

  .head {
    grid-area: head;
  }

  .heads {
    grid-area: heads;
  }

  .next {
    grid-area: next;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0.5rem;
    margin-bottom: 0.625rem;
  }

  fieldset {
    display: flex;
    gap: 0.25rem;
    margin: 0;
    padding: 0.1875rem;
    border: 1px solid var(--line);
    border-radius: 999px;
  }

  fieldset label {
    position: relative;
    padding: 0.1875rem 0.6875rem;
    border-radius: 999px;
    color: var(--muted);
    font-size: 13px;
    white-space: nowrap;
    cursor: pointer;
  }

  fieldset label:hover {
    color: var(--text);
  }

  fieldset label:has(input:checked) {
    background: var(--warning-soft);
    color: var(--query);
  }

  fieldset label:has(input:focus-visible) {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }

  fieldset input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .card > h2 {
    margin-bottom: 0.5rem;
  }

  .explained {
    margin-bottom: 0.75rem;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .note {
    padding: 0.625rem 0.875rem;
    border-radius: var(--radius-small);
    background: var(--accent-soft);
    font-size: 14px;
  }

  .note.error {
    background: var(--error-soft);
  }

  .empty {
    display: grid;
    justify-items: start;
    gap: 0.75rem;
    max-width: 60ch;
  }

  .empty h2 {
    color: var(--text);
    font-size: 1rem;
  }

  .empty p {
    color: var(--muted);
  }

  @container (max-width: 52rem) {
    .pictures {
      grid-template: 'head' auto 'heads' auto 'next' auto / minmax(0, 1fr);
    }
  }

  @container (min-width: 78rem) {
    .pictures {
      grid-template: 'head heads next' auto / minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 1fr);
    }
  }
`;
