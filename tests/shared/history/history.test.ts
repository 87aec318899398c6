// The history of a run stays bounded, and is truncated when a run resumes from an earlier step.

import { expect, test } from 'vitest';
import {
  appendEvaluation,
  appendPoints,
  EMPTY_HISTORY,
  type History,
  historyUntil,
} from '../../../src/shared/history/history.ts';

type Taken = { readonly step: number; readonly value: number };
const taken = (steps: readonly number[], most?: number): History<Taken> =>
  steps.reduce<History<Taken>>(
    (history, step) => appendEvaluation(history, { step, value: step }, most),
    EMPTY_HISTORY,
  );
const stepsOf = ({ evaluations }: History<Taken>) => evaluations.map(({ step }) => step);

test('evaluations stay in order; a new one replaces that of the same step', () => {
  const history = appendEvaluation(taken([0, 20, 40]), { step: 40, value: 7 });
  expect(history.evaluations.at(-1)).toEqual({ step: 40, value: 7 });
  expect(stepsOf(history)).toEqual([0, 20, 40]);
});

test('beyond the maximum every second one is dropped, never the first or the last', () => {
  const history = taken(
    Array.from({ length: 1000 }, (_, i) => i * 20),
    16,
  );
  const steps = stepsOf(history);
  expect(steps.length).toBeLessThanOrEqual(16);
  expect(steps.length).toBeGreaterThan(4);
  expect([steps[0], steps.at(-1)]).toEqual([0, 999 * 20]);
});

test('historyUntil includes the step and nothing after it', () => {
  const points = [0, 1, 2, 3].map((step) => ({ step, loss: 4 - step, gradientNorm: 1, learningRate: 1 }));
  const history = historyUntil(appendPoints(taken([0, 2, 3]), points), 2);
  expect(stepsOf(history)).toEqual([0, 2]);
  expect(history.series.points.map(({ step }) => step)).toEqual([0, 1]);
});
