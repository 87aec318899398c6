// Beside those of `styles/icons.ts`, which the first screen loads.

import { html } from 'lit';

/** A screen on its stand. */
export const lessonIcon = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
  <rect x="3" y="4" width="18" height="12" rx="1.5" />
  <path d="M12 16v2.5M8 21l4-2.5 4 2.5M8 11.5l2.5-2.5 2 2 3.5-3.5" />
</svg>`;
