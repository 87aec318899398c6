// A histogram with bins of equal width, from 0 to the largest value.

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

/** Indices of the lowest and of the highest few values, each from the most extreme. */
export function extremeIndices(values: ArrayLike<number>, each: number): number[] {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  return [...order.slice(0, each), ...order.slice(-each).reverse()];
}
