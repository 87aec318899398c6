// Selected evaluations: earlier rows are stable while training continues.

import { expect, test } from 'vitest';
import { selectEvaluations } from '../../../../../src/ui/views/training/completions/select-evaluations.ts';

const evaluations = (until: number) => Array.from({ length: until / 50 + 1 }, (_, i) => ({ step: i * 50 }));
const steps = (until: number) => selectEvaluations(evaluations(until), 1000).map(({ step }) => step);

test('no evaluations, no rows', () => expect(selectEvaluations([], 1000)).toEqual([]));

test('only the last row changes once the others exist', () => {
  expect(steps(0)).toEqual([0]);
  expect(steps(50)).toEqual([0, 50]);
  expect(steps(350)).toEqual([0, 100, 300, 350]);
  expect(steps(1000)).toEqual([0, 100, 300, 1000]);
});
