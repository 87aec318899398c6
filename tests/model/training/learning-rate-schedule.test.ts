// Learning rate schedules against the values of an independent implementation.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { learningRateAt } from '../../../src/model/training/learning-rate-schedule.ts';
import { planRun } from '../../../src/model/training/run-plan.ts';
import { SCHEDULES } from '../../../src/shared/settings/training-settings.ts';
import { tinyRun } from '../../support/model/tiny-model.ts';

const file = new URL('../../fixtures/goldens/schedules.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8'));
const settings = {
  steps: golden.steps,
  learningRate: golden.lr_max,
  minLearningRate: golden.lr_min,
  warmupSteps: golden.warmup_steps,
  decaySteps: golden.decay_steps,
};
const ratesOf = (training: Parameters<typeof learningRateAt>[1]) =>
  Array.from({ length: training.steps }, (_, step) => learningRateAt(step, training));

it.each(SCHEDULES)('%s: one hundred steps', (schedule) => {
  const rates = ratesOf({ ...settings, schedule });
  rates.forEach((rate, step) => {
    expect(Math.abs(rate - golden[schedule].lr[step])).toBeLessThan(1e-15);
  });
});

describe('settings that are left out', () => {
  it('a schedule is the cosine', () => {
    expect(ratesOf(settings)).toEqual(ratesOf({ ...settings, schedule: 'cosine' }));
  });

  it('decay steps are the last fifth', () => {
    const { decaySteps: _, ...rest } = settings;
    expect(ratesOf({ ...rest, schedule: 'wsd' })).toEqual(ratesOf({ ...settings, schedule: 'wsd' }));
  });
});

it('the decay begins after the warm-up', () => {
  const rates = ratesOf({ ...settings, schedule: 'wsd', decaySteps: 1000 });
  expect(rates.indexOf(Math.max(...rates))).toBe(9);
  expect(rates).toEqual(ratesOf({ ...settings, schedule: 'wsd', decaySteps: 90 }));
});

it('an unknown schedule is an error of its field', () => {
  const training = { schedule: 'square' as never };
  expect(() => planRun(tinyRun(training))).toThrow(
    'schedule is square; it can be cosine, linear, wsd, constant.',
  );
});
