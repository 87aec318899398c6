// What is said aloud: turns and evaluations, never every step.

import { expect, test } from 'vitest';
import { announcement } from '../../../src/ui/app/announcement.ts';
import { INITIAL_LAB, type LabState } from '../../../src/ui/controllers/lab-state.ts';

const training: LabState = { ...INITIAL_LAB, runState: 'training', step: 10 };
const evaluated: LabState = {
  ...training,
  evaluations: [
    {
      step: 300,
      validationLoss: 1.25,
      measures: [{ name: 'recall', description: '', value: 0.5, count: 10 }],
      habits: [],
      completions: [],
    },
  ],
};

test('a step is not news', () => {
  expect(announcement(training, { ...training, step: 11 })).toBeUndefined();
  expect(announcement(evaluated, { ...evaluated, step: 301 })).toBeUndefined();
});

test('an evaluation is', () => {
  expect(announcement(training, evaluated)).toBe('Step 300: validation loss 1.250, recall 50.0\u202f%');
});

test('turns are', () => {
  expect(announcement(INITIAL_LAB, training)).toBe('Training began.');
  const paused: LabState = { ...training, runState: 'paused' };
  expect(announcement(training, paused)).toBe('Training paused at step 10.');
  expect(announcement(paused, training)).toBe('Training goes on.');
  const diverged: LabState = { ...training, runState: 'diverged', sentence: 'Lower the learning rate.' };
  expect(announcement(training, diverged)).toBe('Lower the learning rate.');
});

test('a model that comes trained is no end of a training', () => {
  const facts = { preset: 'facts' } as LabState['run'];
  const opened: LabState = { ...INITIAL_LAB, run: facts, step: 1500, runState: 'finished' };
  expect(announcement(INITIAL_LAB, opened)).toBe('A trained facts model is open, at step 1,500.');
  expect(announcement({ ...training, run: facts }, opened)).toBe('Training finished after 1,500 steps.');
});
