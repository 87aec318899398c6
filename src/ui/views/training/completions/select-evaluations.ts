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

interface Completed {
  readonly step: number;
  readonly completions: readonly { readonly prompt: string }[];
}

/**
 * Prompts with the evaluations to display beside them. Evaluations name their own prompts, which earlier versions chose otherwise; those
 * of the data set stand until there are any.
 */
export function completedPrompts<E extends Completed>(
  evaluations: readonly E[],
  prompts: readonly string[],
  steps: number,
): { readonly prompt: string; readonly shown: E[] }[] {
  const latest = evaluations.at(-1)?.completions.map(({ prompt }) => prompt);
  return (latest?.length ? latest : prompts).map((prompt) => {
    const completed = evaluations.filter(({ completions }) =>
      completions.some((completion) => completion.prompt === prompt),
    );
    return { prompt, shown: selectEvaluations(completed, steps) };
  });
}
