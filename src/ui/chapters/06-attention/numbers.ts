// Vectors on screen: their numbers, their length, and bars.

import { html } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { signed } from '../../views/numbers.ts';

/** Row `index` of a matrix whose rows are `width` long. */
export const rowOf = (matrix: Float32Array, index: number, width: number): Float32Array =>
  matrix.subarray(index * width, (index + 1) * width);

export const lengthOf = (vector: Float32Array): number =>
  Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

/** The first numbers of a vector, with … where there are more. */
export function firstNumbers(vector: Float32Array, most = 8): string {
  const shown = Array.from(vector.subarray(0, most), signed).join('  ');
  return vector.length > most ? `${shown}  …` : shown;
}

/** A bar as long as `share` of its cell, between -1 and 1. */
export const bar = (share: number) =>
  html`<span
    class="bar ${share < 0 ? 'negative' : ''}"
    style=${styleMap({ width: `${Math.min(100, Math.abs(share) * 100)}%` })}
  ></span>`;
