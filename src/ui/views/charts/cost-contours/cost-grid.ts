// Costs on a regular grid: interpolation, range, and contour bands.

export interface CostGrid {
  /** Ascending, evenly spaced. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** [ys, xs] */
  readonly costs: ArrayLike<number>;
}

/** Bilinear interpolation of the cost. */
export function costAt({ xs, ys, costs }: CostGrid, x: number, y: number): number {
  const [column, row] = [gridCoordinate(xs, x), gridCoordinate(ys, y)];
  const at = (i: number, j: number) => costs[j * xs.length + i];
  const [i, j] = [Math.min(Math.floor(column), xs.length - 2), Math.min(Math.floor(row), ys.length - 2)];
  const [u, v] = [column - i, row - j];
  return (
    (1 - v) * ((1 - u) * at(i, j) + u * at(i + 1, j)) + v * ((1 - u) * at(i, j + 1) + u * at(i + 1, j + 1))
  );
}

/** Position of a value in an evenly spaced row, in grid steps, clamped to the ends. */
function gridCoordinate(values: readonly number[], value: number): number {
  const last = values.length - 1;
  return Math.min(last, Math.max(0, ((value - values[0]) / (values[last] - values[0])) * last));
}

/** `count` evenly spaced numbers from `start` to `end`, inclusive. */
export const linspace = (start: number, end: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => start + ((end - start) * i) / (count - 1));

/** Lowest and highest finite cost. */
export function costRange({ costs }: CostGrid): { least: number; most: number } {
  const all = Array.from(costs).filter(Number.isFinite);
  return { least: Math.min(...all), most: Math.max(...all) };
}

/** Colour intensity of a cost, 0 to 1: the square root of its relative height, which resolves the bottom of a valley. */
function normalizedHeight(cost: number, least: number, most: number): number {
  if (!(most > least)) return 0;
  return Math.sqrt(Math.min(1, Math.max(0, (cost - least) / (most - least))));
}

/** Index of the band of a cost, from 0 to `bands` − 1. */
export function bandIndex(cost: number, least: number, most: number, bands: number): number {
  return Math.min(bands - 1, Math.floor(normalizedHeight(cost, least, most) * bands));
}

/** The square around points, with a relative margin, so that both axes have one scale. */
export function boundingSquare(
  points: readonly { readonly x: number; readonly y: number }[],
  margin: number,
) {
  const range = (values: number[]) => [Math.min(...values), Math.max(...values)] as const;
  const [left, right] = range(points.map(({ x }) => x));
  const [low, high] = range(points.map(({ y }) => y));
  const half = (Math.max(right - left, high - low) / 2) * (1 + margin) || 1;
  const [x, y] = [(left + right) / 2, (low + high) / 2];
  return { x: [x - half, x + half] as const, y: [y - half, y + half] as const };
}
