// Vectors as strips of colour, and as columns of a table.

import { msg, str } from '@lit/localize';
import { html } from 'lit';
import type { Column } from '../../../figures/number-table.ts';
import { formatSignificant } from '../../../format/quantities.ts';
import { formatVector, norm } from '../vector-math.ts';
import '../../../views/charts/heatmap/heatmap.ts';

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

export const strips = <TRow>(
  heading: string,
  strip: (row: TRow) => Parameters<typeof vectorStrip>,
  more: Pick<Column<TRow>, 'title' | 'kind'> = {},
): Column<TRow> => ({ heading, kind: 'strips', ...more, cell: (row) => vectorStrip(...strip(row)) });

export const lengths = <TRow>(vector: (row: TRow) => Float32Array): Column<TRow> => ({
  heading: msg('length'),
  cell: (row) => formatSignificant(norm(vector(row))),
});
