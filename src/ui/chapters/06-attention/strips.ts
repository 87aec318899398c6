// Numbers as bars, vectors as strips of colour.

import { html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { firstNumbers } from './numbers.ts';
import '../../views/heat/heat.ts';

/** A bar as long as `share` of its cell, between -1 and 1. */
export const bar = (share: number) =>
  html`<span
    class="bar ${share < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(100, Math.abs(share) * 100)}%` })}
  ></span>`;

/** A vector as a strip: a cell a number, in full colour at ±`extent`. */
export const strip = (vector: Float32Array, extent: number, name: string) =>
  html`<lab-heat
    class="strip"
    title=${firstNumbers(vector)}
    .values=${vector}
    .columns=${vector.length}
    .extent=${extent}
    .label="${name}: ${vector.length} numbers, ${firstNumbers(vector, 4)}"
  ></lab-heat>`;
