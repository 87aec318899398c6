// The history of a run, curves and evaluations, in bounded memory. The worker stores it; the page draws it.

import { appendSteps, EMPTY_SERIES, type Series, type StepPoint, seriesUntil } from './series.ts';

export interface History<Evaluation extends { readonly step: number }> {
  readonly series: Series;
  /** In order of steps. */
  readonly evaluations: readonly Evaluation[];
}

/** Beyond this number, every second evaluation is dropped, except the first and the last. */
const MAX_EVALUATIONS = 256;

export const EMPTY_HISTORY: History<never> = { series: EMPTY_SERIES, evaluations: [] };

export function appendPoints<E extends { readonly step: number }>(
  history: History<E>,
  points: readonly StepPoint[],
): History<E> {
  return { ...history, series: appendSteps(history.series, points) };
}

/** Adds an evaluation; it replaces evaluations of the same or later steps. */
export function appendEvaluation<E extends { readonly step: number }>(
  history: History<E>,
  added: E,
  max = MAX_EVALUATIONS,
): History<E> {
  const evaluations = [...history.evaluations.filter(({ step }) => step < added.step), added];
  return { ...history, evaluations: evaluations.length > max ? thinned(evaluations) : evaluations };
}

/** The history after `step` steps. */
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
