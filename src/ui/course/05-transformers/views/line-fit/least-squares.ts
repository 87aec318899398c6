// Linear regression: a line with two parameters and its mean squared error.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** Mean squared vertical distance of the points from the line. */
export function meanSquaredError(points: readonly Point[], { slope, intercept }: Line): number {
  const sum = points.reduce((total, { x, y }) => total + (slope * x + intercept - y) ** 2, 0);
  return points.length > 0 ? sum / points.length : 0;
}

/** One step of gradient descent on that error. */
export function gradientStep(points: readonly Point[], { slope, intercept }: Line, rate: number): Line {
  let [bySlope, byIntercept] = [0, 0];
  for (const { x, y } of points) {
    const error = slope * x + intercept - y;
    bySlope += (2 * error * x) / points.length;
    byIntercept += (2 * error) / points.length;
  }
  return { slope: slope - rate * bySlope, intercept: intercept - rate * byIntercept };
}
