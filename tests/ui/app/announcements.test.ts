// Screen reader announcements of a run.

import { expect, test } from 'vitest';
import { announcement, digitAnnouncement } from '../../../src/ui/app/announcements.ts';
import { type DigitState, INITIAL_DIGITS } from '../../../src/ui/types/digits.ts';
import { INITIAL_LAB, type LabState } from '../../../src/ui/types/lab.ts';

const run = { training: { steps: 1000 } };
const training = { ...INITIAL_LAB, run, runState: 'training', step: 10 } as unknown as LabState;
const stateWithEvaluation = (step: number): LabState => ({
  ...training,
  evaluations: [
    {
      step,
      validationLoss: 1.25,
      measures: [{ name: 'recall', description: '', value: 0.5, count: 10 }],
      habits: [],
      completions: [],
    },
  ],
});

test('a step is not announced', () => {
  expect(announcement(training, { ...training, step: 11 })).toBeUndefined();
  expect(announcement(stateWithEvaluation(300), { ...stateWithEvaluation(300), step: 301 })).toBeUndefined();
});

test('one evaluation per tenth of the steps is announced', () => {
  expect(announcement(training, stateWithEvaluation(20))).toBeUndefined();
  expect(announcement(stateWithEvaluation(20), stateWithEvaluation(99))).toBeUndefined();
  expect(announcement(stateWithEvaluation(99), stateWithEvaluation(300))).toBe(
    'Step 300: validation loss 1.250, recall 50.0\u202f%',
  );
  expect(announcement(stateWithEvaluation(300), stateWithEvaluation(399))).toBeUndefined();
});

test('changes of the run state are announced', () => {
  expect(announcement(INITIAL_LAB, training)).toBe('Training started.');
  const paused: LabState = { ...training, runState: 'paused' };
  expect(announcement(training, paused)).toBe('Training paused at step 10.');
  expect(announcement(paused, training)).toBe('Training resumed.');
  const diverged: LabState = { ...training, runState: 'diverged', message: 'Lower the learning rate.' };
  expect(announcement(training, diverged)).toBe('Lower the learning rate.');
});

test('opening a trained model does not announce the end of a training', () => {
  const facts = { preset: 'facts' } as LabState['run'];
  const opened: LabState = { ...INITIAL_LAB, run: facts, step: 1500, runState: 'finished' };
  expect(announcement(INITIAL_LAB, opened)).toBe('A trained facts model is open, at step 1,500.');
  expect(announcement({ ...training, run: facts }, opened)).toBe('Training finished after 1,500 steps.');
});

test('digit network: evaluations and changes of the run state are announced', () => {
  const at = (step: number) =>
    ({
      ...INITIAL_DIGITS,
      runState: 'training',
      run,
      step,
      evaluations: [{ step, test: { accuracy: 0.9, cost: 0.1, count: 1000 } }],
    }) as unknown as DigitState;
  expect(digitAnnouncement(INITIAL_DIGITS, at(0))).toBe('Training started.');
  expect(digitAnnouncement(at(0), at(50))).toBeUndefined();
  expect(digitAnnouncement(at(50), at(100))).toBe('Step 100: 90.0\u202f% of 1,000 test images correct');
  expect(digitAnnouncement(at(100), { ...at(150), runState: 'finished' })).toBe(
    'Training finished after 150 steps.',
  );
});
