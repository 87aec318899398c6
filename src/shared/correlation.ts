// How well two rows of numbers agree.

/** Pearson's; NaN if one of both does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y] = [a, b].map(deviations);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

function deviations(values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return list.map((value) => value - mean);
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);
