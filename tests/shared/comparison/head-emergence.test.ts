// When a kind of head forms.

import { expect, it } from 'vitest';
import { bestHead, emergenceStep } from '../../../src/shared/comparison/head-emergence.ts';

const at = (step: number, scores: number[][]) => ({ step, habits: [{ habit: 'induction', scores }] });
const history = [
  at(0, [
    [0.1, 0.2],
    [0.1, 0],
  ]),
  at(20, [
    [0.1, 0.2],
    [0.1, 0.5],
  ]),
  at(40, [
    [0.1, 0.2],
    [0.3, 0.9],
  ]),
];

it('the best head is the one with the highest score', () => {
  expect(bestHead(history[2], 'induction')).toEqual({ layer: 1, head: 1, score: 0.9 });
  expect(bestHead(history[2], 'previous token')).toBeUndefined();
});

it('a kind of head forms at the first evaluation with a score of at least a half', () => {
  expect(emergenceStep(history, 'induction')).toBe(20);
  expect(emergenceStep(history.slice(0, 1), 'induction')).toBeUndefined();
  expect(emergenceStep(history, 'previous token')).toBeUndefined();
});
