// The evaluation of changed weights, for which nobody waits: its error is told, unless the engine was lost.

import { expect, it } from 'vitest';
import type { RunEvent } from '../../../src/workers/rpc/api/session-api.ts';
import { TaskQueue } from '../../../src/workers/scheduling/task-queue.ts';
import { RunDriver, type TrainableRun } from '../../../src/workers/session/run-driver.ts';

/** A run that cannot be evaluated. `beforeError` happens in its evaluation. */
async function failingDriver(beforeError: (driver: { abandon(): void }) => void) {
  const events: RunEvent<object, { step: number }>[] = [];
  const run: TrainableRun = {
    ...{ step: 0, steps: 9, unitsPerStep: 1, finished: false },
    train: () => Promise.reject(new Error('not asked for')),
    dispose: () => {},
  };
  const driver = new RunDriver<TrainableRun, object, { step: number }>(new TaskQueue(), {
    emit: (event) => events.push(event),
    toRunInfo: () => ({}),
    // biome-ignore lint/correctness/useYield: it fails before its first pass.
    async *evaluate() {
      beforeError(driver);
      throw new Error('The buffer is too large.');
    },
    missingMessage: () => '',
  });
  await driver.replace(async () => run);
  events.length = 0;
  return { driver, events };
}

it('an error is told, and the state stays', async () => {
  const { driver, events } = await failingDriver(() => {});
  await driver.evaluateChanged();
  expect(events).toEqual([{ type: 'state', state: 'ready', message: 'The buffer is too large.' }]);
});

it('the loss of an engine is told by its recovery alone', async () => {
  const { driver, events } = await failingDriver((lost) => lost.abandon());
  await driver.evaluateChanged();
  expect(events).toEqual([]);
});
