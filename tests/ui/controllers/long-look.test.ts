// Long work as a view sees it: followed, answered, stopped; word that comes too late changes nothing.

import type { ReactiveControllerHost } from 'lit';
import { expect, it } from 'vitest';
import { LongLook } from '../../../src/ui/controllers/long-look.ts';

const host = {
  addController: () => undefined,
  requestUpdate: () => undefined,
} as unknown as ReactiveControllerHost;
const piece = { what: 'points', done: 1, total: 1 };

it('word of the last piece that comes after the answer is not heard', async () => {
  let tell: (progress: typeof piece) => void = () => undefined;
  const look = new LongLook(host, async (asked: number, { onProgress }) => {
    tell = onProgress;
    onProgress(piece);
    return asked * 2;
  });
  const asking = look.ask(21);
  expect(look.state.progress).toEqual(piece);
  await asking;
  tell(piece);
  expect(look.state).toEqual({ asked: 21, answer: 42 });
});

it('what is stopped leaves the answer from before, and no error', async () => {
  const look = new LongLook(host, (asked: string, { signal }) =>
    asked === 'quick'
      ? Promise.resolve(asked)
      : new Promise<string>((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        }),
  );
  await look.ask('quick');
  const asking = look.ask('slow');
  look.stop();
  await asking;
  expect(look.state).toMatchObject({ answer: 'quick', error: undefined, progress: undefined });
});

it('a view that has left is not drawn again, and what it would then ask is not asked', async () => {
  const asked: string[] = [];
  let drawn = 0;
  // As a stage does: drawn without an answer on its way, it asks for one.
  const requestUpdate = () => {
    drawn++;
    if (!look.state.progress) void look.ask('again');
  };
  const look = new LongLook({ ...host, requestUpdate }, (what: string, { signal }) => {
    asked.push(what);
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  });
  const asking = look.ask('first');
  look.hostDisconnected();
  await asking;
  expect([asked, drawn]).toEqual([['first'], 1]);
  look.hostConnected();
  void look.ask('come back');
  expect(asked).toEqual(['first', 'come back']);
});
