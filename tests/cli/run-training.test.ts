// `trainToFile`: what is written when training ends in an error.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { trainToFile } from '../../src/cli/shared/run-training.ts';
import type { StepPoint } from '../../src/shared/history/series.ts';
import { temporaryFolder } from '../support/lab-command.ts';

const { path, write } = temporaryFolder();
const listeners = process.listenerCount('SIGTERM');

it('a loss that is no number ends in one error, keeps the earlier model and logs the steps before', async () => {
  const losses = [2, 1, Number.NaN, Number.NaN];
  const run = {
    step: 0,
    steps: losses.length,
    unitsPerStep: 1,
    async train() {
      const step = run.step++;
      return { step, loss: losses[step], gradientNorm: 1, learningRate: 0.1 } as StepPoint;
    },
  };
  const [out, log] = [write('model', 'earlier'), path('log')];
  const training = trainToFile(run, { out, log }, async () => new Uint8Array(1));
  await expect(training).rejects.toThrow('The loss is no longer a number at step 2.');
  expect(readFileSync(out, 'utf8')).toBe('earlier');
  expect(readFileSync(log, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  expect(process.listenerCount('SIGTERM')).toBe(listeners);
});
