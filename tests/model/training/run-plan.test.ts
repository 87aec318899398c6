// Settings of a run from callers without types.

import { expect, it } from 'vitest';
import { planRun, type RunSettings, runProblems } from '../../../src/model/training/run-plan.ts';

const OBJECT = 'it must be an object.';

it.each([
  [{ model: 5 }, `model: ${OBJECT}`],
  [{ model: 'x' }, `model: ${OBJECT}`],
  [{ model: null }, `model: ${OBJECT}`],
  [{ model: [] }, `model: ${OBJECT}`],
  [{ training: [] }, `training: ${OBJECT}`],
  [{ model: { L: {} } }, 'model.L: it must be a number.'],
  [{ training: { B: 10n } }, 'training.B: it must be a number.'],
  [{ facts: 'Grant' }, 'facts: it must be a list.'],
  [{ model: { depth: 2 } }, 'model.depth is an unknown key; the keys are L, H, C, T,'],
])('%o is refused in one sentence', (change, sentence) => {
  const settings = { preset: 'parity', ...change } as unknown as RunSettings;
  expect(() => planRun(settings)).toThrow(sentence);
  expect(runProblems(settings)[0].message).toContain(sentence);
});

it.each([null, undefined, 5, 'parity', []])('settings that are %j are refused', (settings) => {
  expect(() => planRun(settings as unknown as RunSettings)).toThrow(`settings: ${OBJECT}`);
});
