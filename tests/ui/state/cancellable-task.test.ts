// Progress, result and abort of a long request.

import type { ReactiveControllerHost } from 'lit';
import { expect, it } from 'vitest';
import { CancellableTask } from '../../../src/ui/state/cancellable-task.ts';

const host = {
  addController: () => undefined,
  requestUpdate: () => undefined,
} as unknown as ReactiveControllerHost;
const sampleProgress = { label: 'points', done: 1, total: 1 };

it('progress events after the result are ignored', async () => {
  let reportProgress: (progress: typeof sampleProgress) => void = () => undefined;
  const task = new CancellableTask(host, async (request: number, { onProgress }) => {
    reportProgress = onProgress;
    onProgress(sampleProgress);
    return request * 2;
  });
  const asking = task.run(21);
  expect(task.state.progress).toEqual(sampleProgress);
  await asking;
  reportProgress(sampleProgress);
  expect(task.state).toEqual({ request: 21, result: 42 });
});

it('an abort keeps the last result and sets no error', async () => {
  const task = new CancellableTask(host, (request: string, { signal }) =>
    request === 'quick'
      ? Promise.resolve(request)
      : new Promise<string>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
  );
  await task.run('quick');
  const asking = task.run('slow');
  task.abort();
  await asking;
  expect(task.state).toMatchObject({ result: 'quick', error: undefined, progress: undefined });
});

it('a disconnected host is not updated and sends no request', async () => {
  const requests: string[] = [];
  let updates = 0;
  // As a stage does: updates without an answer on its way, it asks for one.
  const requestUpdate = () => {
    updates++;
    if (!task.state.progress) void task.run('again');
  };
  const task = new CancellableTask({ ...host, requestUpdate }, (what: string, { signal }) => {
    requests.push(what);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  });
  const asking = task.run('first');
  task.hostDisconnected();
  await asking;
  expect([requests, updates]).toEqual([['first'], 1]);
  task.hostConnected();
  void task.run('come back');
  expect(requests).toEqual(['first', 'come back']);
});
