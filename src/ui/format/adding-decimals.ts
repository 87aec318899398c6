// Decimals of a written sum: as few as make the rounded terms add up to the rounded sum.

const LEAST = 2;
const MOST = 6;

/** For terms and the sum that a computation has. Where no number of decimals does it, the fewest. */
export function addingDecimals(terms: readonly number[], sum: number): number {
  for (let decimals = LEAST; decimals <= MOST; decimals++) {
    const units = (value: number) => Math.round(Number(value.toFixed(decimals)) * 10 ** decimals);
    if (terms.reduce((total, term) => total + units(term), 0) === units(sum)) return decimals;
  }
  return LEAST;
}
