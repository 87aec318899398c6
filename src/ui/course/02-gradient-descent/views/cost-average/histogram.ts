// How many values fall into each of a few even intervals, from 0 to the largest.

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export function histogram(values: ArrayLike<number>, bins: number): Bin[] {
  const most = Math.max(...Array.from(values), Number.MIN_VALUE);
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values)) counts[Math.min(bins - 1, Math.floor((value / most) * bins))] += 1;
  return counts.map((count, i) => ({ from: (i * most) / bins, to: ((i + 1) * most) / bins, count }));
}

/** Places of the lowest few, then of the highest few, each from the outermost on. */
export function extremeIndices(values: ArrayLike<number>, each: number): number[] {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  return [...order.slice(0, each), ...order.slice(-each).reverse()];
}
