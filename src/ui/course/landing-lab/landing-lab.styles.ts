import { css } from 'lit';

/** The host has the height that its page gives it. */
export const landingLabStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) clamp(16rem, 26%, 22rem);
    gap: 0;
    overflow: hidden;
  }

  .ask {
    padding: var(--space-s) var(--space-m);
    border-bottom: 1px solid var(--line);
  }

  lab-stage {
    grid-column: 1;
    grid-template-rows: minmax(0, 1fr) auto;
  }

  /* Rail, prompt and side say the same in less room. */
  lab-stage::part(bar),
  lab-stage::part(strip) {
    display: none;
  }

  lab-empty-state {
    grid-area: 1 / 1 / -1 / -1;
    padding: var(--space-xl);
  }

  .side {
    grid-area: 1 / 2 / -1 / -1;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-l);
    min-width: 0;
    padding: var(--space-m) var(--space-l);
    border-inline-start: 1px solid var(--line);
    overflow-y: auto;
    font-size: var(--size-compact);
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-s);
    min-width: 0;
  }

  section h2 {
    color: var(--text);
    font-size: var(--size-body);
  }

  section p {
    color: var(--muted);
    font-size: var(--size-small);
  }

  section p b {
    color: var(--text);
  }

  .examples {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-xs);
  }

  .examples button {
    min-height: var(--control-small);
    padding: 0 var(--space-s);
    font-size: var(--size-small);
    text-align: start;
    white-space: normal;
  }

  .examples button[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  section > button {
    white-space: normal;
  }

  /* What an edit does now, above its bar. */
  .controls {
    flex-wrap: nowrap;
    font-size: var(--size-small);
  }

  .controls .grow {
    display: grid;
    flex: 1;
  }

  .controls progress {
    width: 100%;
    accent-color: var(--accent);
  }

  .lapse {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-s);
  }

  .lapse button {
    flex: none;
  }

  .lapse input {
    flex: 1 1 4rem;
    min-width: 4rem;
    accent-color: var(--accent);
  }

  @media (max-width: 53.75em) {
    :host {
      grid-template: auto clamp(22rem, calc(100dvh - 18rem), 40rem) auto / minmax(0, 1fr);
    }

    .side {
      grid-area: auto;
      border: 0;
      border-top: 1px solid var(--line);
    }
  }
`;
