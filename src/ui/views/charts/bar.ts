// Numbers as bars.

import { html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';

/** A bar as long as `share` of its cell, between -1 and 1. */
export const bar = (fraction: number) =>
  html`<span
    class="bar ${fraction < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(100, Math.abs(fraction) * 100)}%` })}
  ></span>`;

/** The same where numbers of both signs stand below each other: from zero, in the middle of the cell, to either side. */
export const signedBar = (fraction: number) =>
  html`<span
    class="bar signed ${fraction < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(50, Math.abs(fraction) * 50)}%` })}
  ></span>`;
