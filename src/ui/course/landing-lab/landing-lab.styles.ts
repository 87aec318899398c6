import { css } from 'lit';

/** The host has the height that its page gives it. */
export const landingLabStyles = css`
  :host {
    display: grid;
    grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
    gap: var(--space-l);
    min-width: 0;
  }

  lab-prompt-input {
    width: min(39rem, 100%);
  }

  .map {
    position: relative;
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1fr);
    min-height: 0;
  }

  /* The prompt stands above the picture, and what the acts did in it. */
  lab-stage::part(bar),
  lab-stage::part(strip) {
    display: none;
  }

  /* The whole picture leads to the page where it can be taken apart. */
  .door {
    position: absolute;
    inset: 0;
    min-height: 0;
    border-color: transparent;
    border-radius: var(--radius);
    background: none;
  }

  .said {
    position: absolute;
    inset: 0 0 auto auto;
    width: clamp(9rem, 24%, 19rem);
    color: var(--muted);
    font-size: var(--size-large);
    line-height: 1.3;
    font-variant-numeric: tabular-nums;
    pointer-events: none;
  }

  .said[role="alert"] {
    color: var(--error);
  }

  .step {
    color: var(--highlight);
    font-size: var(--size-title);
    font-weight: 600;
  }

  lab-empty-state {
    place-self: center;
  }

  .acts {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: var(--space-l);
  }

  .act {
    display: grid;
    justify-content: stretch;
    gap: 0;
    min-height: 4.75rem;
    padding: var(--space-s) var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius-large);
    background: var(--surface);
    font-size: var(--size-body);
    text-align: start;
    white-space: normal;
  }

  .act b {
    font-size: var(--size-title);
    letter-spacing: -0.01em;
  }

  .act span {
    color: var(--muted);
  }

  .act:disabled b {
    color: var(--faint);
  }

  .on,
  .scrubber {
    border-color: var(--highlight);
  }

  .on b {
    color: var(--highlight);
  }

  .scrubber {
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    gap: var(--space-l);
  }

  .scrubber button {
    min-height: var(--touch);
    font-size: var(--size-large);
  }

  .scrubber input {
    width: 100%;
    accent-color: var(--highlight);
  }

  @media (max-height: 52em) {
    :host {
      gap: var(--space-s);
    }
  }

  @media (max-width: 53.75em) {
    :host {
      grid-template-rows: auto 19rem auto;
    }
  }

  /* A phone held across. */
  @media (max-width: 53.75em) and (max-height: 35em) {
    :host {
      grid-template-rows: auto 14.5rem auto;
    }

    .act {
      min-height: var(--touch);
    }

    .act span {
      display: none;
    }
  }

  @media (max-width: 35em) {
    .acts {
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-s);
    }

    .act {
      min-height: 4rem;
    }

    .said {
      width: 7.5rem;
      font-size: var(--size-body);
    }
  }
`;
