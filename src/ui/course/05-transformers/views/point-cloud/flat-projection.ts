// Points on paper: the first two of their three numbers, on one scale.

import type { Size } from './labels.ts';

const MARGIN = 18;

/** Where a point is seen, in pixels from the upper left; farther ones have more `depth`. */
export interface ProjectedPoint {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** `points` is (N, 3), row-major. One scale for both axes: otherwise distances would be bent. */
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
