import { css } from 'lit';

export const videoPlayerStyles = css`
  :host {
    display: block;
    min-width: 0;
  }

  .screen {
    position: relative;
    aspect-ratio: 16 / 9;
    background: var(--surface);
    overflow: hidden;
  }

  /* In one column the stage must be visible below the video; YouTube requires 200 pixels. */
  @media (max-width: 53.75em) and (orientation: portrait), (max-width: 35em) {
    .screen {
      aspect-ratio: auto;
      height: min(56.25vw, max(24dvh, 200px));
    }
  }

  iframe {
    width: 100%;
    height: 100%;
    border: 0;
  }

  .drawing {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    opacity: 0.35;
  }

  line {
    stroke-width: 0.5;
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
    position: absolute;
    inset: 0 0 2.125rem;
    width: 4.25rem;
    height: 3rem;
    margin: auto;
    border-color: var(--line-strong);
    background: var(--bg);
    font-size: var(--size-title);
  }

  .label {
    position: absolute;
    inset: auto 0 0;
    display: flex;
    justify-content: space-between;
    gap: var(--space-m);
    padding: var(--space-xs) var(--space-m);
    background: color-mix(in srgb, var(--bg) 85%, transparent);
    font-size: var(--size-small);
  }

  .label span {
    flex: none;
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
    background: var(--highlight);
  }

  progress::-moz-progress-bar {
    background: var(--highlight);
  }

  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3xs) var(--space-m);
    padding: var(--space-xs) var(--space-m) var(--space-s);
    font-size: var(--size-small);
  }

  .choices label {
    display: flex;
    align-items: center;
    gap: var(--space-xs);
    min-height: var(--control-small);
  }

  .choices button,
  .place button {
    min-height: var(--control-small);
    padding: var(--space-3xs) var(--space-s);
    color: var(--accent);
    font-size: var(--size-small);
  }

  .choices p {
    width: 100%;
    color: var(--muted);
    font-size: var(--size-fine);
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
