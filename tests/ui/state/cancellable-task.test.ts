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
  let tell: (progress: typeof sampleProgress) => void = () => undefined;
  const look = new CancellableTask(host, async (asked: number, { onProgress }) => {
    tell = onProgress;
    onProgress(sampleProgress);
    return asked * 2;
  });
  const asking = look.run(21);
  expect(look.state.progress).toEqual(sampleProgress);
  await asking;
  tell(sampleProgress);
  expect(look.state).toEqual({ request: 21, result: 42 });
});

it('an abort keeps the last result and sets no error', async () => {
  const look = new CancellableTask(host, (asked: string, { signal }) =>
    asked === 'quick'
      ? Promise.resolve(asked)
      : new Promise<string>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
  );
  await look.run('quick');
  const asking = look.run('slow');
  look.abort();
  await asking;
  expect(look.state).toMatchObject({ result: 'quick', error: undefined, progress: undefined });
});

it('a disconnected host is not updated and sends no request', async () => {
  const asked: string[] = [];
  let drawn = 0;
  // As a stage does: drawn without an answer on its way, it asks for one.
  const requestUpdate = () => {
    drawn++;
    if (!look.state.progress) void look.run('again');
  };
  const look = new CancellableTask({ ...host, requestUpdate }, (what: string, { signal }) => {
    asked.push(what);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  });
  const asking = look.run('first');
  look.hostDisconnected();
  await asking;
  expect([asked, drawn]).toEqual([['first'], 1]);
  look.hostConnected();
  void look.run('come back');
  expect(asked).toEqual(['first', 'come back']);
});
