import { css } from 'lit';

export const trainViewStyles = css`
  .card > h2 {
    margin-bottom: var(--space-xs);
  }

  /* In sight beside the settings, where the window has room. */
  @media (min-width: 53.75em) and (min-height: 40em) {
    .head {
      position: sticky;
      top: calc(-1 * var(--space-xl)); /* over the padding of what scrolls */
      z-index: 1;
      margin: calc(-1 * var(--space-m)) calc(-1 * var(--space-s));
      padding: var(--space-m) var(--space-s);
      background: var(--bg);
    }
  }

  /* There the bar at the bottom has it, which is always in sight. */
  @media (max-width: 35em) {
    .run {
      display: none;
    }
  }

  /* Room for the links of a trained model. */
  .status {
    min-height: 2lh;
  }

  .results {
    display: grid;
    grid-template: minmax(0, 1fr) / minmax(0, 1.15fr) minmax(0, 0.85fr) minmax(0, 1.15fr);
    gap: var(--space-l);
    height: clamp(26rem, calc(100dvh - var(--header-height) - var(--dock-height) - 13.5rem), 46rem);
  }

  .results .card {
    padding: var(--space-m) var(--space-l);
    overflow-y: auto;
    scrollbar-gutter: stable;
  }

  /* Its text changes with the loss. */
  .results .explained {
    min-height: 3lh;
  }

  .results .network {
    display: grid;
    grid-template: auto minmax(0, 1fr) / minmax(0, 1fr);
    padding: 0;
    overflow: hidden;
    scrollbar-gutter: auto;
  }

  .network h2 {
    padding: var(--space-m) var(--space-l) 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .network .read {
    color: var(--text);
  }

  lab-stage::part(bar),
  lab-stage::part(strip),
  lab-stage::part(transport) {
    display: none;
  }

  @media (max-width: 63.75em) {
    .results {
      grid-template: minmax(20rem, 1fr) minmax(0, 1fr) / repeat(2, minmax(0, 1fr));
      height: 46rem;
    }

    .results .network {
      grid-area: 2 / 1 / 3 / 3;
    }
  }

  @media (max-width: 53.75em) {
    .results {
      grid-template: repeat(3, 26rem) / minmax(0, 1fr);
      height: auto;
    }

    .results .network {
      grid-area: auto;
    }
  }

  .explained,
  .engine {
    color: var(--muted);
    font-size: var(--size-compact);
  }

  .explained {
    margin-bottom: var(--space-s);
  }

  .figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
    gap: var(--space-s) var(--space-l);
    margin-top: var(--space-m);
    padding-top: var(--space-m);
    border-top: 1px solid var(--line);
  }

  .figures dt {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .figures dd {
    font-size: var(--size-large);
    font-weight: 600;
    white-space: nowrap;
  }

  .statistics {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--space-2xs) var(--space-l);
    font-size: var(--size-compact);
  }

  .statistics dt {
    color: var(--muted);
  }

  .statistics dd {
    text-align: end;
  }

  .engine button {
    margin-inline-start: var(--space-s);
  }
`;
