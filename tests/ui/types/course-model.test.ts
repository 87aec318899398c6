// What the page says of a visitor's own model of the course's data.

import { expect, test } from 'vitest';
import { getPreset } from '../../../src/model/training/presets.ts';
import { courseDifferences } from '../../../src/ui/types/course-model.ts';
import type { LabState } from '../../../src/ui/types/lab.ts';

const { model, training, ...rest } = getPreset('world');
const lab = (run: object, state: object = {}) =>
  ({
    presets: [{ ...rest, model: { ...model, V: 0 }, training }], // as the worker lists them
    run: { preset: 'world', model: { ...model, V: 1348 }, ...run },
    step: training.steps,
    edits: [],
    ...state,
  }) as unknown as LabState;

test('names settings, steps, edits and facts that differ from the course’s model', () => {
  expect(courseDifferences(lab({}))).toBe('');
  expect(courseDifferences(lab({ preset: 'facts' }))).toBe('');
  expect(courseDifferences(lab({ model: { ...model, L: 3, V: 1348 } }))).toBe('L 3 instead of 4');
  const userFacts = [{ subject: 'Grant Sanderson', relation: 'sport', answer: 'chess' }];
  expect(courseDifferences(lab({ userFacts }, { step: 200, edits: [{}, {}] }))).toBe(
    'facts of your own, 200 steps instead of 2,000, 2 edits',
  );
});
