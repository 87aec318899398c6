// The lowest, the median and the highest of several values.

export const spread = (values: readonly number[]) => ({
  low: Math.min(...values),
  median: median(values),
  high: Math.max(...values),
});

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
