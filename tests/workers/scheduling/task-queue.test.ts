// The task queue: one task at a time, in order; a failed task does not affect others.

import { expect, it } from 'vitest';
import { TaskQueue, yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';

it('tasks run one at a time, in the order of their requests', async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  const work = (name: string, tasks: number) => async () => {
    log.push(`${name} begins`);
    for (let i = 0; i < tasks; i++) await yieldToEventLoop();
    log.push(`${name} ends`);
    return name;
  };
  const answers = await Promise.all([
    queue.run(work('a', 3)),
    queue.run(work('b', 0)),
    queue.run(work('c', 1)),
  ]);
  expect(answers).toEqual(['a', 'b', 'c']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('a failure rejects its own call, and the next task runs', async () => {
  const queue = new TaskQueue();
  const rejected = queue.run(async () => Promise.reject(new Error('first')));
  const thrown = queue.run(() => {
    throw new Error('second');
  });
  const fine = queue.run(async () => 'third');
  await expect(rejected).rejects.toThrow('first');
  await expect(thrown).rejects.toThrow('second');
  expect(await fine).toBe('third');
});

it('yields to messages that have arrived', async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived: string[] = [];
  port1.onmessage = ({ data }) => arrived.push(data);
  port2.postMessage('posted before');
  await yieldToEventLoop();
  await yieldToEventLoop();
  expect(arrived).toEqual(['posted before']);
  port1.close();
});
