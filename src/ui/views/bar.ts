// Numbers as bars.

import { html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';

/** A bar as long as `share` of its cell, between -1 and 1. */
export const bar = (share: number) =>
  html`<span
    class="bar ${share < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(100, Math.abs(share) * 100)}%` })}
  ></span>`;
