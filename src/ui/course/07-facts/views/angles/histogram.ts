// A histogram of angles with one bar per degree, from 0° to 180°.

import { msg, str } from '@lit/localize';
import { css, html, svg } from 'lit';
import '../../../../views/charts/data-table/data-table.ts';
import { formatInteger } from '../../../../format/numbers.ts';

export const histogramStyles = css`
  svg.histogram {
    width: 100%;
    height: 11rem;
    overflow: visible;
  }

  .histogram rect {
    fill: var(--positive);
  }

  .histogram line {
    stroke: var(--line-strong);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }

  .histogram line.bound {
    stroke: var(--highlight);
    stroke-width: 2;
  }

  .degrees {
    position: relative;
    height: 1lh;
    color: var(--muted);
    font-size: var(--size-fine);
  }

  /* Labels have different widths: each is centred on its own angle. */
  .degrees span {
    position: absolute;
    translate: -50%;
  }
`;

const HEIGHT = 100;
/** Degrees that are labelled. */
const LABELLED = [0, 45, 90, 135, 180];

/** `bound`: minimum deviation of some pair from a right angle, in degrees, drawn on both sides. */
export function histogram(counts: readonly number[], title: string, bound: number) {
  const most = Math.max(...counts, 1);
  const table = () => ({
    caption: title,
    columns: [msg('degrees'), msg('pairs')],
    rows: counts.flatMap((count, degree) =>
      count > 0 ? [{ name: msg(str`${degree}° to ${degree + 1}°`), cells: [formatInteger(count)] }] : [],
    ),
  });
  return html`
    <div>
      <svg class="histogram" viewBox="0 0 180 ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${title}>
        ${counts.map((count, degree) => {
          const height = (count / most) * HEIGHT;
          return count > 0
            ? svg`<rect x=${degree} width="1" y=${HEIGHT - height} height=${height}></rect>`
            : '';
        })}
        <line x1="0" x2="180" y1=${HEIGHT} y2=${HEIGHT}></line>
        <line x1="90" x2="90" y1="0" y2=${HEIGHT} stroke-dasharray="2 3"></line>
        ${[90 - bound, 90 + bound].map((at) => (bound > 0 ? svg`<line class="bound" x1=${at} x2=${at} y1="0" y2=${HEIGHT}></line>` : ''))}
      </svg>
      <p class="degrees">${LABELLED.map((degree) => html`<span style="left:${(100 * degree) / 180}%">${degree}°</span>`)}</p>
    </div>
    <lab-data-table .data=${table}></lab-data-table>
  `;
}
