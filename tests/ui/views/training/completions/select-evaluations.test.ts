// Selected evaluations: earlier rows are stable while training continues.

import { expect, test } from 'vitest';
import {
  completedPrompts,
  selectEvaluations,
} from '../../../../../src/ui/views/training/completions/select-evaluations.ts';

const evaluations = (until: number) => Array.from({ length: until / 50 + 1 }, (_, i) => ({ step: i * 50 }));
const steps = (until: number) => selectEvaluations(evaluations(until), 1000).map(({ step }) => step);

test('no evaluations, no rows', () => expect(selectEvaluations([], 1000)).toEqual([]));

test('only the last row changes once the others exist', () => {
  expect(steps(0)).toEqual([0]);
  expect(steps(50)).toEqual([0, 50]);
  expect(steps(350)).toEqual([0, 100, 300, 350]);
  expect(steps(1000)).toEqual([0, 100, 300, 1000]);
});

const evaluated = (step: number, ...prompts: string[]) => ({
  step,
  completions: prompts.map((prompt) => ({ prompt })),
});

test('prompts are those of the data set before, and those of the latest evaluation after', () => {
  expect(completedPrompts([], ['a', 'b'], 100)).toEqual([
    { prompt: 'a', shown: [] },
    { prompt: 'b', shown: [] },
  ]);
  const [old, older] = [evaluated(50, 'a', 'x'), evaluated(0, 'a', 'x')];
  expect(completedPrompts([older, old], ['a', 'b'], 100).map(({ prompt }) => prompt)).toEqual(['a', 'x']);
});

test('a prompt has the evaluations that completed it', () => {
  const evaluations = [evaluated(0, 'a', 'x'), evaluated(50, 'a', 'b')];
  expect(completedPrompts(evaluations, ['a', 'b'], 100)).toEqual([
    { prompt: 'a', shown: evaluations },
    { prompt: 'b', shown: [evaluations[1]] },
  ]);
});
