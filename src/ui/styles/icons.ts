// Icons on a 24 × 24 grid in `currentcolor`. Decorative: each needs a text label beside it.

import { html, svg, type TemplateResult } from 'lit';

export const icon = (shape: TemplateResult, kind = '') =>
  html`<svg class="icon ${kind}" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;

/** Points to where the text goes, or where it comes from. */
const textwards = (shape: TemplateResult) => icon(shape, 'textwards');

export const playIcon = icon(svg`<path d="M7 4.5v15l12-7.5z" fill="currentColor" />`);
export const pauseIcon = icon(svg`<path d="M8 5v14M16 5v14" stroke-width="3.4" />`);
export const stepIcon = icon(svg`<path d="M6 5v14l9-7z" fill="currentColor" /><path d="M19 5v14" />`);
export const restartIcon = icon(svg`<path d="M4 12a8 8 0 1 0 2.6-5.9" /><path d="M4 4v4.5h4.5" />`);
export const chevronUpIcon = icon(svg`<path d="m7 14 5-5 5 5" />`);
export const previousIcon = textwards(svg`<path d="m14 7-5 5 5 5" />`);
export const nextIcon = textwards(svg`<path d="m10 7 5 5-5 5" />`);
export const theatreIcon = icon(svg`<rect x="3" y="5" width="18" height="14" rx="2" /><path d="M15 5v14" />`);
export const menuIcon = icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.4" />`);
export const linkIcon = icon(
  svg`<path d="M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3" />
    <path d="M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7L12 17.7" />`,
);
export const saveIcon = icon(svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14" />`);
export const checkIcon = icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`);
export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18" />`);
