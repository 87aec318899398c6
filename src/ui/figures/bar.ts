// Bars in table cells.

import { html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';

/** A bar whose length is a fraction of its cell, from -1 to 1; the colour shows the sign. */
export const bar = (fraction: number) =>
  html`<span
    class="bar ${fraction < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(100, Math.abs(fraction) * 100)}%` })}
  ></span>`;

/** A bar that extends from the middle of the cell, to the right if positive, to the left if negative. */
export const signedBar = (fraction: number) =>
  html`<span
    class="bar signed ${fraction < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(50, Math.abs(fraction) * 50)}%` })}
  ></span>`;
