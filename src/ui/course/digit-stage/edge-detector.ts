// The video's edge detector: weights positive on a bar, negative around it, zero elsewhere; and images of a bar at other places.

import { SIDE } from '../../views/digits/pixel-image/pixels.ts';

/** The bar, in pixels: a horizontal edge in the upper half, as in the video at 9:42. */
export const EDGE = { x: 9, y: 8, width: 10, height: 3 };
export const RIM = 2;

/** Row-major, 784 weights. */
export function edgeDetector(): number[] {
  return pixels((row, column) => (inside(row, column, 0) ? 1 : inside(row, column, RIM) ? -1 : 0));
}

/** Rows that the bar is away from its place, one after the other: it slides over it and comes to rest on it. */
export const BAR_PLACES = [...Array.from({ length: 18 }, (_, i) => i - 7), 8, 6, 4, 3, 2, 1, 0];

/** An image of a bar, `rows` below its place. */
export const barImage = (rows: number): Float32Array<ArrayBuffer> =>
  Float32Array.from(pixels((row, column) => (inside(row - rows, column, 0) ? 1 : 0)));

const pixels = (value: (row: number, column: number) => number): number[] =>
  Array.from({ length: SIDE * SIDE }, (_, pixel) => value(Math.floor(pixel / SIDE), pixel % SIDE));

function inside(row: number, column: number, rim: number): boolean {
  const { x, y, width, height } = EDGE;
  return row >= y - rim && row < y + height + rim && column >= x - rim && column < x + width + rim;
}
