// Small plots beside the map: a few lines over an axis that is named at its ends.

import { html, svg, type TemplateResult } from 'lit';

/** Shares of the plot's width and height, from the left and from below. */
type Point = readonly [x: number, y: number];

interface SmallPlot {
  readonly label: string;
  /** Horizontal lines, named on the left. */
  readonly levels: readonly { readonly at: number; readonly name: string; readonly kind?: string }[];
  /** `kind` is a class. */
  readonly lines: readonly { readonly kind: string; readonly points: readonly Point[] }[];
  /** Names of the ends of the horizontal axis. */
  readonly ends: readonly [start: string, end: string];
  readonly size?: Partial<Size>;
}

interface Size {
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Of the names of the ends, above the lower edge. */
  readonly baseline: number;
}

const WIDTH = 320;
const SIZE: Size = { height: 200, left: 46, right: 8, top: 10, bottom: 28, baseline: 6 };

export function smallPlot({ label, levels, lines, ends, size }: SmallPlot): TemplateResult {
  const { height, left, right, top, bottom, baseline } = { ...SIZE, ...size };
  const x = (share: number) => left + share * (WIDTH - left - right);
  const y = (share: number) => top + (1 - share) * (height - top - bottom);
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label=${label}>
    ${levels.map(
      ({
        at,
        name,
        kind = 'axis',
      }) => svg`<line class=${kind} x1=${left} x2=${x(1)} y1=${y(at)} y2=${y(at)} />
        <text x=${left - 6} y=${y(at) + 4} text-anchor="end">${name}</text>`,
    )}
    ${lines.map(({ kind, points }) => svg`<path class=${kind} d=${`M${points.map(([at, value]) => `${x(at)} ${y(value)}`).join('L')}`} />`)}
    <text x=${left} y=${height - baseline}>${ends[0]}</text>
    <text x=${x(1)} y=${height - baseline} text-anchor="end">${ends[1]}</text>
  </svg>`;
}
