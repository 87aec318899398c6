// Selects the evaluations to display.

/** Fractions of a run; completions change most early in training. */
const RUN_FRACTIONS = [0, 0.1, 0.3];

/** The first evaluation at or after each fraction of the run, and the latest: only the last row changes while training continues. */
export function selectEvaluations<E extends { step: number }>(evaluations: readonly E[], steps: number): E[] {
  const latest = evaluations.at(-1);
  if (!latest) return [];
  const selected = RUN_FRACTIONS.map((share) => evaluations.find(({ step }) => step >= share * steps));
  return [...new Set([...selected.filter((evaluation) => evaluation !== undefined), latest])];
}
