// Axes of SVG plots: lines, ticks and names.

import { css, svg } from 'lit';
import { tickOf } from '../../format/numbers.ts';

export const plotStyles = css`
  .plot {
    display: block;
    width: 100%;
    max-width: 46rem;
    overflow: visible; /* on a phone, tick labels exceed the margin */
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

  /* The plot is scaled down to about half its size here. */
  @container (max-width: 30rem) {
    .plot text {
      font-size: calc(22 * var(--unit));
    }
  }
`;

export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Maps a value to a coordinate of the plot. */
  at(value: number): number;
  readonly ticks: readonly number[];
  readonly name: string;
  format?(value: number): string;
}

/** Both axes, crossing at (`yAxisX`, 0), with their names at the ends. */
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

/** Anchors the labels at the ends inside the plot. */
function anchorOf(tick: number, { from, to }: Axis): 'start' | 'middle' | 'end' {
  if (tick === to) return 'end';
  return tick === from && tick !== 0 ? 'start' : 'middle';
}

const formatTick = (value: number, { format }: Axis) => format?.(value) ?? tickOf(value);
