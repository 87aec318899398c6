// A 2D projection: the first two coordinates of each point, on one scale.

import type { Size } from './labels.ts';

/** With room for a label above the highest point. */
const MARGIN = 24;

/** Position in pixels from the upper left; a larger `depth` is farther away. */
export interface ProjectedPoint {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** `points` is (N, 3), row-major. Both axes have the same scale, which preserves ratios of distances. */
export function projectFlat(points: ArrayLike<number>, { width, height }: Size): ProjectedPoint[] {
  const count = points.length / 3;
  const column = (axis: number) => Array.from({ length: count }, (_, i) => points[3 * i + axis]);
  const [across, up] = [column(0), column(1)];
  const [horizontal, vertical] = [across, up].map(spanOf);
  const scale = Math.min(
    (width - 2 * MARGIN) / Math.max(horizontal.size, 1e-9),
    (height - 2 * MARGIN) / Math.max(vertical.size, 1e-9),
  );
  return across.map((x, i) => ({
    x: Math.round(width / 2 + (x - horizontal.middle) * scale),
    y: Math.round(height / 2 - (up[i] - vertical.middle) * scale),
    depth: 0,
  }));
}

function spanOf(values: readonly number[]): { size: number; middle: number } {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return { size: most - least, middle: (least + most) / 2 };
}
