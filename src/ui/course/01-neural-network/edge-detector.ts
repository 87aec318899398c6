// The weights of the video's edge detector: positive on a bar, negative around it, zero elsewhere.

import { SIDE } from '../../views/digits/pixel-image/pixels.ts';

/** Rows and columns of the bar, ends exclusive: a horizontal edge in the upper half, as in the video at 9:42. */
const BAR = { top: 8, bottom: 11, left: 9, right: 19 };
const RIM = 2;

/** Row-major, 784 weights. */
export function edgeDetector(): number[] {
  return Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
    if (inside(row, column, 0)) return 1;
    return inside(row, column, RIM) ? -1 : 0;
  });
}

function inside(row: number, column: number, rim: number): boolean {
  const { top, bottom, left, right } = BAR;
  return row >= top - rim && row < bottom + rim && column >= left - rim && column < right + rim;
}
