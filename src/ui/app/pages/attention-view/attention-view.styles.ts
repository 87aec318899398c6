import { css } from 'lit';

export const attentionViewStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
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

  .card > h2 {
    margin-bottom: var(--space-s);
  }

  .explained {
    margin-bottom: var(--space-m);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-xs) var(--space-m);
    margin-bottom: var(--space-m);
    color: var(--muted);
    font-size: var(--size-small);
  }

  .page {
    scroll-margin-top: calc(var(--header-height) + var(--space-l));
  }

  .page:focus {
    outline: none;
  }

  .page > h2 {
    color: var(--text);
    font-size: var(--size-large);
  }

  .page h3 {
    margin-block: var(--space-l) var(--space-s);
    color: var(--muted);
    font-size: var(--size-compact);
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
