// Icons on a 24 × 24 grid in `currentcolor`. Decorative: each needs a text label beside it.

import { html, svg, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult, kind = '') =>
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
export const listIcon = icon(
  svg`<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01" />`,
);
export const theatreIcon = icon(svg`<rect x="3" y="5" width="18" height="14" rx="2" /><path d="M15 5v14" />`);
export const menuIcon = icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3.4" />`);
export const linkIcon = icon(
  svg`<path d="M10 14a4 4 0 0 0 5.7 0l3.2-3.2a4 4 0 0 0-5.7-5.7L12 6.3" />
    <path d="M14 10a4 4 0 0 0-5.7 0l-3.2 3.2a4 4 0 0 0 5.7 5.7L12 17.7" />`,
);
export const deviceSettingsIcon = icon(
  svg`<path d="M4 7h9M19 7h1M4 17h1M11 17h9" /><circle cx="16" cy="7" r="2.6" /><circle cx="8" cy="17" r="2.6" />`,
);
export const saveIcon = icon(svg`<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14" />`);
export const checkIcon = icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`);
export const closeIcon = icon(svg`<path d="m6 6 12 12M18 6 6 18" />`);
export const languageIcon = icon(
  svg`<circle cx="12" cy="12" r="8.5" /><path d="M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17" />`,
);
export const sunIcon = icon(
  svg`<circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />`,
);
export const moonIcon = icon(svg`<path d="M20 14.2A8.2 8.2 0 0 1 9.8 4a8.2 8.2 0 1 0 10.2 10.2z" />`);
export const systemThemeIcon = icon(
  svg`<rect x="3" y="4.5" width="18" height="12" rx="2" /><path d="M9 20.5h6M12 16.5v4" />`,
);
export const editIcon = icon(svg`<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4" />`);
export const trashIcon = icon(svg`<path d="M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5.5M13.5 11v5.5" />`);
export const undoIcon = icon(svg`<path d="M8 5 4 9l4 4" /><path d="M4 9h10a5.5 5.5 0 0 1 0 11h-3" />`);
export const redoIcon = icon(svg`<path d="m16 5 4 4-4 4" /><path d="M20 9H10a5.5 5.5 0 0 0 0 11h3" />`);
export const cameraIcon = icon(
  svg`<path d="M4 8h4l1.5-2.5h5L16 8h4v11H4z" /><circle cx="12" cy="13" r="3.2" />`,
);
