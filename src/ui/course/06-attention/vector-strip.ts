// Vectors as strips of colour.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { formatVector } from './vector-math.ts';
import '../../views/charts/heatmap/heatmap.ts';

/** A vector as a strip with one cell per component, in full colour at ±`extent`. */
export const vectorStrip = (vector: Float32Array, extent: number, name: string) =>
  html`<lab-heatmap
    class="strip"
    title=${formatVector(vector)}
    .values=${vector}
    .columns=${vector.length}
    .extent=${extent}
    .label=${msg(str`${name}: ${vector.length} numbers, ${formatVector(vector, 4)}`)}
  ></lab-heatmap>`;
