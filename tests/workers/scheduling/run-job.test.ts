// Jobs: other tasks run between their parts, and an aborted job frees its resources.

import { expect, it } from 'vitest';
import type { Job } from '../../../src/shared/job.ts';
import { runJob } from '../../../src/workers/scheduling/run-job.ts';
import { TaskQueue } from '../../../src/workers/scheduling/task-queue.ts';

/** A job of four parts that logs each part and its cleanup. */
async function* fourParts(log: string[]): Job<string> {
  try {
    for (let done = 1; done <= 4; done++) {
      log.push(`part ${done}`);
      yield { label: 'parts', done, total: 4 };
    }
    return 'all of it';
  } finally {
    log.push('freed');
  }
}

it('reports progress, and lets other tasks run between parts', async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  const fractions: number[] = [];
  const work = runJob(fourParts(log), queue, ({ done, total }) => {
    fractions.push(done / total);
    if (done === 2) void queue.run(async () => log.push('another task'));
    return true;
  });
  expect(await work).toBe('all of it');
  expect(fractions).toEqual([0.25, 0.5, 0.75, 1]);
  expect(log).toEqual(['part 1', 'part 2', 'another task', 'part 3', 'part 4', 'freed']);
});

it.each([
  ['a return value', (done: number) => done < 2],
  ['a resolved value', async (done: number) => done < 2],
  [
    'an exception of the callback',
    (done: number) => {
      if (done === 2) throw new Error('gone');
      return true;
    },
  ],
])('is stopped by %s, frees its resources, and rejects', async (_, shouldContinue) => {
  const log: string[] = [];
  const work = runJob(fourParts(log), new TaskQueue(), async ({ done }) => shouldContinue(done));
  await expect(work).rejects.toThrow('stopped before it finished');
  expect(log.at(-1)).toBe('freed');
  expect(log).not.toContain('part 4');
});

it('an error of a part rejects the job, and frees the queue', async () => {
  const queue = new TaskQueue();
  async function* broken(): Job<never> {
    yield { label: 'parts', done: 1, total: 2 };
    throw new Error('The device is gone.');
  }
  await expect(runJob(broken(), queue, () => true)).rejects.toThrow('The device is gone.');
  expect(await queue.run(async () => 'free')).toBe('free');
});
