// What chance gives: the mean of a null's draws, and what nineteen of twenty do not exceed.

export function nullSummary(draws: readonly number[]): { mean: number; high: number } {
  const sorted = draws.toSorted((one, other) => one - other);
  return {
    mean: draws.reduce((sum, value) => sum + value, 0) / draws.length,
    high: sorted[Math.ceil(0.95 * sorted.length) - 1],
  };
}
