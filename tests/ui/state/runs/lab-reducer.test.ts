// Reducer for the events of the worker.

import { expect, test } from 'vitest';
import { historyUntil } from '../../../../src/shared/history/history.ts';
import { reduceLab } from '../../../../src/ui/state/runs/lab-reducer.ts';
import { INITIAL_LAB, type LabState } from '../../../../src/ui/types/lab.ts';
import { runStatusText, throughputText } from '../../../../src/ui/views/status/run-text.ts';
import type { Evaluation, RunInfo, TransformerEvent } from '../../../../src/workers/rpc/api/lab-api.ts';

const run = (step = 0, preset = 'facts') => ({ preset, step, parameterCount: 1000 }) as RunInfo;

const evaluation = (step: number, validationLoss = 1): Evaluation => ({
  step,
  validationLoss,
  measures: [],
  habits: [],
  completions: [],
});

const progress = (...losses: number[]) =>
  ({
    type: 'progress',
    progress: {
      step: losses.length,
      steps: 100,
      unitsPerSecond: 500,
      points: losses.map((loss, step) => ({ step, loss, gradientNorm: 1, learningRate: 1 })),
    },
  }) satisfies TransformerEvent;

const after = (...events: TransformerEvent[]): LabState => events.reduce(reduceLab, INITIAL_LAB);

test('progress updates step, speed and series', () => {
  const state = after({ type: 'run', run: run() }, progress(5, 4));
  expect(state).toMatchObject({ step: 2, unitsPerSecond: 500 });
  expect(state.series.points.map(({ loss }) => loss)).toEqual([5, 4]);
});

test('speed and time left are of the training that runs, and unknown before its first report', () => {
  const training: TransformerEvent = { type: 'state', state: 'training' };
  const trained = { ...run(), training: { steps: 1500 } } as RunInfo;
  const running = after({ type: 'run', run: trained }, training);
  expect(throughputText(running)).toBe('…');
  const timed = { ...progress(5, 4), progress: { ...progress(5, 4).progress, secondsLeft: 38 } };
  const reported = [timed, training].reduce<LabState>(reduceLab, running);
  expect(throughputText(reported)).toBe('500 tokens/s');
  expect(runStatusText(reported)).toBe('Training, step 2 of 1,500, about 40 s left.');
  const paused = reduceLab(reported, { type: 'state', state: 'paused' });
  expect(throughputText(paused)).toBe('idle');
  expect(runStatusText(reduceLab(paused, training))).toBe('Training, step 2 of 1,500.');
});

test('a new model has an empty history', () => {
  const state = after(
    { type: 'run', run: run() },
    progress(5, 4),
    { type: 'evaluation', evaluation: evaluation(2) },
    { type: 'state', state: 'diverged', message: 'why' },
    { type: 'run', run: run() },
  );
  expect(state).toMatchObject({ step: 0, unitsPerSecond: 0, evaluations: [], message: undefined });
  expect(state.series.points).toEqual([]);
});

test('a resumed run has its history', () => {
  const past = [
    { type: 'run', run: run() },
    progress(5, 4, 3, 2),
    { type: 'evaluation', evaluation: evaluation(2) },
    { type: 'evaluation', evaluation: evaluation(4) },
  ] as const;
  const history = historyUntil(after(...past), 2);
  const resumed = after(...past, { type: 'run', run: run(2), history });
  expect(resumed.step).toBe(2);
  expect(resumed.series.points.map(({ loss }) => loss)).toEqual([5, 4]);
  expect(resumed.evaluations.map(({ step }) => step)).toEqual([2]);
  expect(after(...past, { type: 'run', run: run(2) }).series.points).toEqual([]);
});

test('evaluations follow their steps; the same step evaluated again counts once', () => {
  const state = after(
    { type: 'evaluation', evaluation: evaluation(20) },
    { type: 'evaluation', evaluation: evaluation(40, 2) },
    { type: 'evaluation', evaluation: evaluation(40, 3) },
  );
  expect(state.evaluations.map(({ step, validationLoss }) => [step, validationLoss])).toEqual([
    [20, 1],
    [40, 3],
  ]);
});

test('a state replaces the message', () => {
  const diverged = after({ type: 'state', state: 'diverged', message: 'Lower the learning rate.' });
  expect(diverged).toMatchObject({ runState: 'diverged', message: 'Lower the learning rate.' });
  expect(reduceLab(diverged, { type: 'state', state: 'ready' }).message).toBeUndefined();
});

test('the state `none` removes the run', () => {
  expect(after({ type: 'run', run: run() }, { type: 'state', state: 'none' }).run).toBeUndefined();
});
