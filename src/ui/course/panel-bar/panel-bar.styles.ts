import { css } from 'lit';

export const panelBarStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  nav {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
  }

  .folded {
    display: flex;
    align-items: center;
    gap: var(--space-m);
    min-height: var(--touch);
    padding: 0 var(--space-m);
  }

  .row {
    position: relative; /* its buttons are placed by it */
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 1px;
    min-width: 0;
  }

  /* One line, whatever the width: the map keeps its height. */
  .folded .row {
    flex: 1;
    flex-wrap: nowrap;
    overflow-x: auto;
    scrollbar-width: none;
  }

  .folded .row > * {
    flex: none;
  }

  .row span {
    padding: 0 var(--space-2xs) 0 var(--space-xs);
    color: var(--faint);
    font-size: var(--size-small);
  }

  button {
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-xs);
    border-color: transparent;
    background: none;
    color: var(--muted);
    font-size: var(--size-small);
  }

  button:hover:not(:disabled, [aria-pressed="true"]) {
    border-color: transparent;
    background: var(--raised);
    color: var(--text);
  }

  button[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--text);
  }

  .video-time {
    margin-inline-start: auto;
    color: var(--accent);
    font-variant-numeric: tabular-nums;
  }

  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    .folded {
      height: 100%;
      padding-inline: var(--space-s);
    }

    /* Scrolls sideways on one line: the content below starts higher. */
    .row {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
      /* A fade marks content beyond the edge. */
      mask-image: linear-gradient(to right, black calc(100% - 28px), transparent);
      padding-inline-end: var(--space-l);
    }

    .row > * {
      flex: none;
    }
  }
`;
