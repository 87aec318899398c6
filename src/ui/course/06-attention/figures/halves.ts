// Cards beside each other where there is room, and below each other.

import { css, html, type TemplateResult } from 'lit';

export const halvesStyles = css`
  .halves {
    display: grid;
    grid-template-columns: minmax(0, var(--first, 1fr)) minmax(0, 1fr);
    align-items: start;
    gap: var(--space-l);
  }

  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--space-l);
  }

  @container (max-width: 46rem) {
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;

/** @param ratio width of the first over that of the second */
export const halves = (first: TemplateResult, second: TemplateResult, ratio = 1): TemplateResult =>
  html`<div class="halves" style="--first: ${ratio}fr">${first} ${second}</div>`;
