import { css } from 'lit';

export const lessonsStyles = css`
  :host {
    display: grid;
    font-size: var(--size-compact);
  }

  .parts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    gap: var(--space-l) var(--space-xl);
    align-items: start;
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-s);
  }

  /* Beside the step, where there are two columns or more. */
  @media (width >= 60rem) {
    .beside {
      grid-column: 2 / -1;
    }
  }

  .prompt {
    display: flex;
    gap: var(--space-s);
    align-items: center;
    min-width: 0;
    color: var(--muted);
    font-size: var(--size-small);
  }

  .prompt select {
    max-width: 100%;
  }

  h3 {
    font-size: var(--size-compact);
    font-weight: 600;
  }

  table :is(th, td) {
    padding: var(--space-2xs) var(--space-xs) var(--space-2xs) 0;
    border-bottom: 1px solid var(--line);
    font-size: var(--size-small);
    font-weight: 400;
    text-align: start;
  }

  table :is(td, thead th:not(:first-child)):not(.wide, .tokens) {
    text-align: end;
    white-space: nowrap;
  }

  th.text {
    max-width: 0;
    width: 60%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  td.more {
    color: var(--positive);
  }

  td.less {
    color: var(--negative);
  }

  .wide {
    width: 40%;
  }

  .wide i {
    display: block;
    height: 0.375rem;
    border-radius: var(--radius-tiny);
    background: var(--positive);
  }

  svg {
    display: block;
    width: 100%;
    max-width: 26rem;
    overflow: visible;
  }

  svg line {
    stroke: var(--line-strong);
  }

  svg .same {
    stroke-dasharray: 4 4;
  }

  svg text {
    fill: var(--muted);
    font-size: calc(13 * var(--unit));
  }

  circle {
    fill-opacity: 0.75;
  }

  circle.more {
    fill: var(--positive);
  }

  circle.less {
    fill: var(--negative);
  }
`;
