// Long work in pieces: others have their turns in between, and a stop leaves nothing behind.

import { expect, it } from 'vitest';
import type { Job } from '../../../src/shared/job.ts';
import { runJob } from '../../../src/workers/scheduling/run-job.ts';
import { TaskQueue } from '../../../src/workers/scheduling/task-queue.ts';

/** Four pieces that write down when they are done, and when what they hold is freed. */
async function* fourPieces(log: string[]): Job<string> {
  try {
    for (let done = 1; done <= 4; done++) {
      log.push(`piece ${done}`);
      yield { label: 'pieces', done, total: 4 };
    }
    return 'all of it';
  } finally {
    log.push('freed');
  }
}

it('tells how far it is, and gives way to whoever asks meanwhile', async () => {
  const turns = new TaskQueue();
  const log: string[] = [];
  const told: number[] = [];
  const work = runJob(fourPieces(log), turns, ({ done, total }) => {
    told.push(done / total);
    if (done === 2) void turns.run(async () => log.push('another look'));
    return true;
  });
  expect(await work).toBe('all of it');
  expect(told).toEqual([0.25, 0.5, 0.75, 1]);
  expect(log).toEqual(['piece 1', 'piece 2', 'another look', 'piece 3', 'piece 4', 'freed']);
});

it.each([
  ['an answer', (done: number) => done < 2],
  ['a later answer', async (done: number) => done < 2],
  [
    'the end of whoever watched',
    (done: number) => {
      if (done === 2) throw new Error('gone');
      return true;
    },
  ],
])('is stopped by %s, frees what it holds, and says so', async (_, goOn) => {
  const log: string[] = [];
  const work = runJob(fourPieces(log), new TaskQueue(), async ({ done }) => goOn(done));
  await expect(work).rejects.toThrow('stopped before it finished');
  expect(log.at(-1)).toBe('freed');
  expect(log).not.toContain('piece 4');
});

it('what goes wrong in a piece is told, and the engine is free again', async () => {
  const turns = new TaskQueue();
  async function* broken(): Job<never> {
    yield { label: 'pieces', done: 1, total: 2 };
    throw new Error('The device is gone.');
  }
  await expect(runJob(broken(), turns, () => true)).rejects.toThrow('The device is gone.');
  expect(await turns.run(async () => 'free')).toBe('free');
});
