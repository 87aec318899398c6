// What became of a run so far: its curves and what was found whenever stock was taken, in bounded memory. Both sides of the door
// keep it with these functions: the worker to write it down, the page to draw it.

import { appendSteps, EMPTY_SERIES, type Series, type StepPoint, seriesUntil } from './series.ts';

export interface History<Evaluation extends { readonly step: number }> {
  readonly series: Series;
  /** In the order of their steps. */
  readonly evaluations: readonly Evaluation[];
}

/** When there are more evaluations, every second one goes: the first and the last stay. */
const MAX_EVALUATIONS = 256;

export const EMPTY_HISTORY: History<never> = { series: EMPTY_SERIES, evaluations: [] };

export function appendPoints<E extends { readonly step: number }>(
  history: History<E>,
  points: readonly StepPoint[],
): History<E> {
  return { ...history, series: appendSteps(history.series, points) };
}

/** A later evaluation of the same step takes the place of the earlier. */
export function appendEvaluation<E extends { readonly step: number }>(
  history: History<E>,
  added: E,
  max = MAX_EVALUATIONS,
): History<E> {
  const evaluations = [...history.evaluations.filter(({ step }) => step < added.step), added];
  return { ...history, evaluations: evaluations.length > max ? thinned(evaluations) : evaluations };
}

/** As it was when `step` steps were done. */
export function historyUntil<E extends { readonly step: number }>(
  { series, evaluations }: History<E>,
  step: number,
): History<E> {
  return {
    series: seriesUntil(series, step),
    evaluations: evaluations.filter((evaluation) => evaluation.step <= step),
  };
}

const thinned = <E>(list: readonly E[]): E[] => list.filter((_, i) => i % 2 === 0 || i === list.length - 1);
