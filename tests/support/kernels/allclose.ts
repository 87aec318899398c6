// Compares arrays of numbers and reports where and by how much they differ.

/** Elements pass if |got - want| <= atol + rtol·|want|; the array must also be within `relativeL2`. */
export interface Tolerance {
  rtol: number;
  atol: number;
  /** Bound on ‖got - want‖ / ‖want‖, for results of many roundings, where elements near zero need a loose tolerance. */
  relativeL2?: number;
  /** Name of the array in messages. */
  label: string;
}

const shown = 10;

/**
 * @throws an error with the first wrong elements (index, expected, actual) and the relative L2 distance.
 * NaN equals nothing; an infinity equals itself.
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
    // Infinities need an exact comparison: |got - want| <= Infinity holds for any `got`.
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

/** ‖got - want‖ / ‖want‖, or ‖got‖ if `want` is zero. */
export function relativeDistance(got: ArrayLike<number>, want: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < want.length; i++) {
    if (got[i] !== want[i]) difference += (got[i] - want[i]) ** 2;
    size += want[i] ** 2;
  }
  return Math.sqrt(size > 0 ? difference / size : difference);
}
