// When a kind of head forms: the first evaluation in which some head has the pattern.

/** What both the page and the command line know of an evaluation. */
interface HeadScores {
  readonly step: number;
  readonly habits: readonly { readonly habit: string; readonly scores: readonly (readonly number[])[] }[];
}

export interface BestHead {
  readonly layer: number;
  readonly head: number;
  /** Mean share of attention, from 0 to 1. */
  readonly score: number;
}

/** A head whose attention is on the pattern's keys more often than not. */
export const EMERGENCE_SCORE = 0.5;

/** The head with the highest score of a pattern; undefined if it is not evaluated. */
export function bestHead({ habits }: HeadScores, pattern: string): BestHead | undefined {
  const heads = habits
    .find(({ habit }) => habit === pattern)
    ?.scores.flatMap((scores, layer) => scores.map((score, head) => ({ layer, head, score })));
  return heads?.reduce((best, each) => (each.score > best.score ? each : best));
}

/** The first evaluated step at which a head has at least `EMERGENCE_SCORE`; undefined if none has. */
export function emergenceStep(evaluations: readonly HeadScores[], pattern: string): number | undefined {
  return evaluations.find((evaluation) => (bestHead(evaluation, pattern)?.score ?? 0) >= EMERGENCE_SCORE)
    ?.step;
}
