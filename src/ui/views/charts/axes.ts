// A plot's axes: two lines, their ticks and what they measure, drawn alike in every chapter.

import { css, svg } from 'lit';

export const plotStyles = css`
  .plot {
    display: block;
    width: 100%;
    max-width: 46rem;
    overflow: visible; /* on a phone the ticks are larger than the margin they have */
  }

  .plot .axis {
    stroke: var(--line-strong);
  }

  .plot text {
    fill: var(--muted);
    stroke: none;
    font-size: calc(13 * var(--unit));
  }

  .plot .axis-name {
    font-style: italic;
  }

  /* Drawn at little more than half its size there. */
  @container (max-width: 30rem) {
    .plot text {
      font-size: calc(22 * var(--unit));
    }
  }
`;

export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Where a value lies in the drawing. */
  at(value: number): number;
  readonly ticks: readonly number[];
  readonly name: string;
  format?(value: number): string;
}

/** They cross at (`across`, 0). The names stand at the ends: that of x to the right, that of y above. */
export function axes(x: Axis, y: Axis, yAxisX = x.from) {
  const [left, baseline] = [x.at(yAxisX), y.at(0)];
  return svg`
    <line class="axis" x1=${x.at(x.from)} x2=${x.at(x.to)} y1=${baseline} y2=${baseline} />
    <line class="axis" x1=${left} x2=${left} y1=${y.at(y.from)} y2=${y.at(y.to)} />
    ${x.ticks.map((tick) => svg`<text x=${x.at(tick)} y=${baseline + 22} text-anchor=${anchorOf(tick, x)}>${formatTick(tick, x)}</text>`)}
    ${y.ticks.map((tick) => svg`<text x=${left - 7} y=${y.at(tick) + 4} text-anchor="end">${formatTick(tick, y)}</text>`)}
    <text class="axis-name" x=${x.at(x.to)} y=${baseline - 8} text-anchor="end">${x.name}</text>
    <text class="axis-name" x=${left + 8} y=${y.at(y.to) - 6}>${y.name}</text>
  `;
}

/** A label at the edge stays within the drawing. */
function anchorOf(tick: number, { from, to }: Axis): 'start' | 'middle' | 'end' {
  if (tick === to) return 'end';
  return tick === from && tick !== 0 ? 'start' : 'middle';
}

const formatTick = (value: number, { format: own = (value) => String(value).replace('-', '−') }: Axis) =>
  own(value);
