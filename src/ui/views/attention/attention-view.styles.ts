import { css } from 'lit';

export const attentionViewStyles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--space-l);
    min-width: 0;
    container-type: inline-size;
  }

  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: var(--space-3xs) var(--space-m);
  }

  .title p {
    color: var(--muted);
    font-size: var(--size-compact);
    font-variant-numeric: tabular-nums;
  }

  .pictures {
    display: grid;
    grid-template: 'head heads' auto 'head next' 1fr / minmax(0, 1.25fr) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-l);
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
    gap: var(--space-s);
    margin-bottom: var(--space-s);
  }

  fieldset {
    display: flex;
    gap: var(--space-2xs);
    margin: 0;
    padding: var(--space-2xs);
    border: 1px solid var(--line);
    border-radius: var(--radius-pill);
  }

  fieldset label {
    position: relative;
    padding: var(--space-2xs) var(--space-m);
    border-radius: var(--radius-pill);
    color: var(--muted);
    font-size: var(--size-small);
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
    margin-bottom: var(--space-s);
  }

  .explained {
    margin-bottom: var(--space-m);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .note {
    padding: var(--space-s) var(--space-m);
    border-radius: var(--radius-small);
    background: var(--accent-soft);
    font-size: var(--size-compact);
  }

  .note.error {
    background: var(--error-soft);
  }

  .empty {
    display: grid;
    justify-items: start;
    gap: var(--space-m);
    max-width: 60ch;
  }

  .empty h2 {
    color: var(--text);
    font-size: var(--size-body);
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
