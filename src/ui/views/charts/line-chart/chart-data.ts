// Aligns lines of different lengths on the shared x values that uPlot requires.

import type { AlignedData } from 'uplot';
import { localDecimal } from '../../../format/numbers.ts';
import type { TableData } from '../../../types/table.ts';

/** Line colours, as in the videos. */
export const LINE_COLOURS = {
  blue: '--positive',
  teal: '--key',
  yellow: '--query',
  red: '--value',
  grey: '--faint',
} as const;

export interface ChartLine {
  name: string;
  colour: keyof typeof LINE_COLOURS;
  /**
   * `faint` for unsmoothed values, `dotted` marks each point of a line, `points` has no line, `dashed` is a reference level,
   * `mark` is a large point that legend and table leave out.
   */
  style: 'line' | 'faint' | 'dotted' | 'points' | 'dashed' | 'mark';
  /** By ascending x. A non-finite y leaves a gap. */
  points: readonly (readonly [x: number, y: number])[];
}

/** A column of x values and a column of y values for each line; null if the line has no point there. */
export function alignLines(lines: readonly ChartLine[]): AlignedData {
  const xs = [...new Set(lines.flatMap(({ points }) => points.map(([x]) => x)))].sort((a, b) => a - b);
  const row = new Map(xs.map((x, i) => [x, i]));
  const columns = lines.map(({ points }) => {
    const column = new Array<number | null>(xs.length).fill(null);
    for (const [x, y] of points) column[row.get(x) as number] = Number.isFinite(y) ? y : null;
    return column;
  });
  return [xs, ...columns];
}

/** The y value of the last point at or before `x`. */
export function lineValueAt({ points }: ChartLine, x = Infinity): number | undefined {
  return points.findLast(([pointX]) => pointX <= x)?.[1];
}

/** All points at full precision, a row for each x. */
export const exactRows = (lines: readonly ChartLine[]): TableData['rows'] =>
  Array.from(alignLines(lines)[0], (x) => ({
    name: localDecimal(String(x)),
    cells: lines.map((line) => localDecimal(String(lineValueAt(line, x) ?? ''))),
  }));
