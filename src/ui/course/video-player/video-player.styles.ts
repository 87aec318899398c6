import { css } from 'lit';

export const videoPlayerStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .screen {
    position: relative;
    max-height: var(--screen-height, none);
    aspect-ratio: 16 / 9;
    background: var(--surface);
    overflow: hidden;
  }

  /* The page gives the height. */
  :host([fill]) {
    display: grid;
    grid-template-rows: minmax(0, 1fr) auto;
    min-height: 0;
  }

  :host([fill]) .screen {
    height: 100%;
    aspect-ratio: auto;
  }

  iframe {
    width: 100%;
    height: 100%;
    border: 0;
  }

  .poster {
    display: grid;
    grid-template: minmax(0, 1fr) auto auto / minmax(0, 1fr);
    background: radial-gradient(circle at 18% 8%, color-mix(in srgb, var(--positive) 22%, var(--bg)), var(--bg) 75%);
    isolation: isolate;
  }

  .drawing {
    position: absolute;
    inset: 0;
    z-index: -1;
    width: min(100%, 40rem);
    height: 100%;
    margin: auto;
    opacity: 0.35;
    mask-image: linear-gradient(black 40%, transparent 72%);
  }

  line {
    stroke-width: 0.4;
  }

  line.positive {
    stroke: var(--positive);
  }

  line.negative {
    stroke: var(--negative);
  }

  circle {
    fill: var(--surface);
    stroke: var(--data);
    stroke-width: 0.7;
  }

  .start {
    place-self: center;
    width: 4.25rem;
    height: 3rem;
    border-color: var(--line-strong);
    background: var(--bg);
    font-size: var(--size-title);
  }

  .caption {
    min-width: 0;
    padding: 0 var(--space-l);
  }

  .label {
    font-size: var(--size-small);
  }

  .privacy {
    color: var(--muted);
    font-size: var(--size-fine);
    line-height: 1.35;
  }

  .choices {
    display: flex;
    justify-content: space-between;
    padding: 0 var(--space-s);
    font-size: var(--size-small);
  }

  .choices label {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
    min-height: var(--control-small);
    padding-inline-start: var(--space-s);
  }

  .choices button,
  .place button {
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    color: var(--accent);
    font-size: var(--size-small);
  }

  /* Until it plays, a bar. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em), (max-height: 35em) {
    :host(:not([fill])) .poster {
      grid-template: auto / auto minmax(0, 1fr) auto;
      align-items: center;
      gap: var(--space-s);
      height: auto;
      min-height: 3.25rem;
      padding-inline: var(--space-s);
      aspect-ratio: auto;
    }

    :host(:not([fill])) .start {
      width: 3.25rem;
      height: 2.75rem;
    }

    :host(:not([fill])) .caption,
    :host(:not([fill])) .choices {
      padding: 0;
    }

    :host(:not([fill])) :is(.choices label, .drawing, .privacy span) {
      display: none;
    }

    :host(:not([fill])) .choices button {
      width: 6.75rem;
      white-space: normal;
    }
  }

  @media (max-height: 35em) and (min-width: 35em) {
    :host(:not([fill])) .poster {
      grid-template-columns: auto minmax(0, 1fr);
    }

    :host(:not([fill])) .choices {
      grid-column: 1 / -1;
      justify-content: end;
    }

    :host(:not([fill])) .choices button {
      width: auto;
    }
  }

  progress {
    display: block;
    appearance: none;
    width: 100%;
    height: 3px;
    border: 0;
    background: var(--line);
  }

  progress::-webkit-progress-bar {
    background: var(--line);
  }

  progress::-webkit-progress-value {
    background: var(--highlight-fill);
  }

  progress::-moz-progress-bar {
    background: var(--highlight-fill);
  }

  .timeline {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-s);
    padding: var(--space-m);
    background: var(--surface);
    font-size: var(--size-small);
  }

  .controls {
    display: flex;
    align-items: center;
    gap: var(--space-s);
  }

  .controls button {
    width: var(--touch);
    padding: 0;
  }

  input[type="range"] {
    flex: 1;
    min-width: 0;
    accent-color: var(--highlight);
  }

  .place {
    display: flex;
    align-items: center;
    justify-content: space-between;
    color: var(--muted);
  }
`;
