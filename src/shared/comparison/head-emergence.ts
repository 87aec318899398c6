// When a kind of head forms: the first evaluation in which some head has the pattern.

import { bestHeadOf, type ScoredHead } from '../best-head.ts';

/** What both the page and the command line know of an evaluation. */
interface HeadScores {
  readonly step: number;
  readonly habits: readonly {
    readonly habit: string;
    readonly scores: readonly (readonly number[])[];
    readonly positional?: readonly (readonly number[])[];
  }[];
}

/** A head whose attention is on the pattern's keys more often than not. */
export const EMERGENCE_SCORE = 0.5;

/** The head that follows a pattern most, with its mean share of attention; undefined if it is not evaluated. */
export function bestHead({ habits }: HeadScores, pattern: string): ScoredHead | undefined {
  const found = habits.find(({ habit }) => habit === pattern);
  return found && bestHeadOf(found.scores, found.positional);
}

/** The first evaluated step at which a head has at least `EMERGENCE_SCORE`; undefined if none has. */
export function emergenceStep(evaluations: readonly HeadScores[], pattern: string): number | undefined {
  return evaluations.find((evaluation) => (bestHead(evaluation, pattern)?.score ?? 0) >= EMERGENCE_SCORE)
    ?.step;
}
