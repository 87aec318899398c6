// Which evaluations to show beside the latest.

/** Shares of a run after which most of what can be seen has changed. */
const RUN_FRACTIONS = [0, 0.1, 0.3];

/**
 * The first evaluation, those at fixed shares of the run, and the latest: so that rows stay what they are while training
 * goes on and only the last one changes.
 */
export function selectEvaluations<E extends { step: number }>(evaluations: readonly E[], steps: number): E[] {
  const latest = evaluations.at(-1);
  if (!latest) return [];
  const marked = RUN_FRACTIONS.map((share) => evaluations.find(({ step }) => step >= share * steps));
  return [...new Set([...marked.filter((evaluation) => evaluation !== undefined), latest])];
}
