// Vectors as strips of colour.

import { html } from 'lit';
import { firstNumbers } from './numbers.ts';
import '../../views/heat/heat.ts';

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
