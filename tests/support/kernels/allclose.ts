// Compares arrays of numbers, and says where and by how much they differ.

/** An element passes when |got - want| <= atol + rtol·|want|; the whole passes also only within `relativeL2`. */
export interface Tolerance {
  rtol: number;
  atol: number;
  /** Bound on ‖got - want‖ / ‖want‖, for sums of many roundings where single elements near zero say little. */
  relativeL2?: number;
  /** What is compared, for the message. */
  label: string;
}

const shown = 10;

/**
 * @throws one error naming the first wrong elements (index, expected, actual) and the distance of the whole.
 * NaN is equal to nothing; infinities are equal to themselves.
 */
export function expectAllclose(
  got: ArrayLike<number>,
  want: ArrayLike<number>,
  { rtol, atol, relativeL2, label }: Tolerance,
): void {
  if (got.length !== want.length) {
    throw new Error(`${label}: expected ${want.length} elements, got ${got.length}`);
  }
  const wrong: number[] = [];
  for (let i = 0; i < want.length; i++) {
    // An infinity is within any tolerance of anything, by the arithmetic alone.
    const close =
      got[i] === want[i] ||
      (Number.isFinite(want[i]) && Math.abs(got[i] - want[i]) <= atol + rtol * Math.abs(want[i]));
    if (!close) wrong.push(i);
  }
  const distance = relativeDistance(got, want);
  const far = relativeL2 !== undefined && !(distance <= relativeL2);
  if (wrong.length === 0 && !far) return;

  const lines = wrong.slice(0, shown).map((i) => `  [${i}] expected ${want[i]}, got ${got[i]}`);
  if (wrong.length > shown) lines.push(`  … and ${wrong.length - shown} more`);
  const bound = relativeL2 === undefined ? '' : ` (allowed ${relativeL2})`;
  throw new Error(
    [
      `${label}: ${wrong.length} of ${want.length} elements differ by more than ${atol} + ${rtol}·|expected|; ` +
        `relative L2 distance ${distance.toExponential(2)}${bound}`,
      ...lines,
    ].join('\n'),
  );
}

/** ‖got - want‖ / ‖want‖; the plain distance where `want` is all zeros. */
export function relativeDistance(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < want.length; i++) {
    if (got[i] !== want[i]) difference += (got[i] - want[i]) ** 2;
    size += want[i] ** 2;
  }
  return Math.sqrt(size > 0 ? difference / size : difference);
}
