// Base styles of every element: box model, headings, buttons, fields, cards, focus ring.

import { css } from 'lit';

export const baseStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  h3,
  p,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }

  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
  }

  h1 {
    font-size: var(--size-title);
    font-weight: 600;
    letter-spacing: -0.01em;
    line-height: 1.3;
  }

  h2 {
    font-size: var(--size-compact);
    font-weight: 600;
    color: var(--muted);
  }

  a {
    color: var(--accent);
  }

  button,
  input,
  select,
  textarea {
    font: inherit;
    color: inherit;
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-xs);
    min-width: var(--control-small);
    min-height: var(--control);
    padding: var(--space-2xs) var(--space-m);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    background: var(--raised);
    font-size: var(--size-compact);
    white-space: nowrap;
    cursor: pointer;
  }

  button:hover:not(:disabled) {
    border-color: var(--line-strong);
  }

  button:disabled {
    color: var(--faint);
    cursor: not-allowed;
  }

  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
    font-weight: 600;
  }

  button.primary:hover:not(:disabled) {
    filter: brightness(1.08);
  }

  button.primary:disabled {
    border-color: var(--line);
    background: var(--raised);
    color: var(--faint);
  }

  button.plain {
    border-color: transparent;
    background: none;
  }

  input[type="number"],
  input[type="text"],
  select,
  textarea {
    min-height: var(--control);
    min-width: 0;
    padding: var(--space-2xs) var(--space-s);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-small);
    background: var(--bg);
    font-size: var(--size-compact);
  }

  input[type="range"] {
    min-height: var(--control-small);
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }

  .card {
    min-width: 0;
    padding: var(--space-l) var(--space-l);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--surface);
  }

  /* A figure in place of a picture hides them while a video leads. */
  :is(fieldset, label, select, summary, .small) {
    visibility: var(--tools, inherit);
  }

  /* Beside what matters more. */
  .small {
    color: var(--muted);
    font-size: var(--size-small);
  }

  .numbers {
    font-variant-numeric: tabular-nums;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  /* Pictures are mathematics: they run from left to right in every language. */
  canvas,
  svg {
    direction: ltr;
  }

  svg.textwards:dir(rtl) {
    scale: -1 1;
  }

  svg.icon {
    flex: none;
    width: 1.15em;
    height: 1.15em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
`;
