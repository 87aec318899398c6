// Lines of different lengths, laid over the one row of x values that uPlot wants.

import type { AlignedData } from 'uplot';

/** Colours a line may have: those of the videos, by what they look like. */
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
  /** `faint` lies behind the others, `dotted` marks each point, `dashed` is a level to compare with. */
  style: 'line' | 'faint' | 'dotted' | 'dashed';
  /** By rising x. What is not finite leaves a gap. */
  points: readonly (readonly [x: number, y: number])[];
}

/** One column of x values and, for each line, a column of y values: null where that line has none. */
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

/** A line's value at the last of its points at or before `x`; the very last where `x` is left out. */
export function lineValueAt({ points }: ChartLine, x = Infinity): number | undefined {
  return points.findLast(([at]) => at <= x)?.[1];
}
