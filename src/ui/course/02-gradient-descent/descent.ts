// Gradient descent on the functions of the video.

export type Point = readonly number[];

/** The video's curve with two valleys: 0.03 (x⁴ − 16x²) + 0.3x + 4. */
export const CURVE = {
  at: (x: number) => 0.03 * (x ** 4 - 16 * x ** 2) + 0.3 * x + 4,
  slope: (x: number) => 0.03 * (4 * x ** 3 - 32 * x) + 0.3,
};

/** The video's bowl, ³⁄₂x² + ½y², whose gradient at (1, 1) is (3, 1). */
export const BOWL = {
  at: ([x, y]: Point) => 1.5 * x ** 2 + 0.5 * y ** 2,
  gradient: ([x, y]: Point): Point => [3 * x, y],
};

/** A surface with several minima: the start determines which one is reached. */
export const HILLS = {
  at: ([x, y]: Point) => 1.6 + Math.sin(2 * x) * Math.cos(1.5 * y) + 0.15 * (x ** 2 + y ** 2),
  gradient: ([x, y]: Point): Point => [
    2 * Math.cos(2 * x) * Math.cos(1.5 * y) + 0.3 * x,
    -1.5 * Math.sin(2 * x) * Math.sin(1.5 * y) + 0.3 * y,
  ],
};

/** The points of gradient descent, start included; each step is −`rate` × gradient. */
export function gradientDescent(
  gradient: (at: Point) => Point,
  start: Point,
  rate: number,
  steps: number,
): Point[] {
  const points = [start];
  for (let step = 0; step < steps; step++) {
    const at = points[step];
    const slope = gradient(at);
    points.push(at.map((value, i) => value - rate * slope[i]));
  }
  return points;
}
