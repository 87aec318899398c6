// Whether two results of a kernel agree, as far as float32 sums in another order do.

/**
 * Several times the error of a float32 sum of some hundred terms in any order, and of exp as WGSL bounds it; far below the
 * error of a kernel that omits a term or a row.
 */
export const TOLERANCE = 2e-5;

/**
 * Describes the first element with |actual − expected| > tolerance · max(|expected|, RMS of the tensor); undefined if there is
 * none. The RMS bounds the error of sums that cancel, which is relative to their largest terms; it ignores masked scores.
 */
export function mismatch(
  title: string,
  actualByName: ReadonlyMap<string, ArrayLike<number>>,
  expectedByName: ReadonlyMap<string, ArrayLike<number>>,
  tolerance = TOLERANCE,
): string | undefined {
  for (const [name, expected] of expectedByName) {
    const actual = actualByName.get(name) ?? [];
    const rms = rootMeanSquare(expected);
    for (let i = 0; i < expected.length; i++) {
      const error = Math.abs(actual[i] - expected[i]);
      if (error <= tolerance * Math.max(Math.abs(expected[i]), rms)) continue;
      return `${title}: ${name}[${i}]: expected ${expected[i]}, got ${actual[i]}`;
    }
  }
  return undefined;
}

function rootMeanSquare(numbers: ArrayLike<number>): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const square = numbers[i] ** 2;
    if (!(square < 1e30)) continue;
    sum += square;
    count++;
  }
  return Math.sqrt(sum / Math.max(1, count));
}
