// Taking turns on the engine: one at a time, in order, and nobody suffers from another's failure.

import { expect, it } from 'vitest';
import { TaskQueue, yieldToEventLoop } from '../../../src/workers/scheduling/task-queue.ts';

it('work is done in the order it was asked for, one piece at a time', async () => {
  const turns = new TaskQueue();
  const log: string[] = [];
  const work = (name: string, tasks: number) => async () => {
    log.push(`${name} begins`);
    for (let i = 0; i < tasks; i++) await yieldToEventLoop();
    log.push(`${name} ends`);
    return name;
  };
  const answers = await Promise.all([
    turns.run(work('a', 3)),
    turns.run(work('b', 0)),
    turns.run(work('c', 1)),
  ]);
  expect(answers).toEqual(['a', 'b', 'c']);
  expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

it('a failure is its asker’s: the next one still gets its turn', async () => {
  const turns = new TaskQueue();
  const rejected = turns.run(async () => Promise.reject(new Error('first')));
  const thrown = turns.run(() => {
    throw new Error('second');
  });
  const fine = turns.run(async () => 'third');
  await expect(rejected).rejects.toThrow('first');
  await expect(thrown).rejects.toThrow('second');
  expect(await fine).toBe('third');
});

it('the next task comes after messages that have arrived', async () => {
  const { port1, port2 } = new MessageChannel();
  const arrived: string[] = [];
  port1.onmessage = ({ data }) => arrived.push(data);
  port2.postMessage('asked before');
  await yieldToEventLoop();
  await yieldToEventLoop();
  expect(arrived).toEqual(['asked before']);
  port1.close();
});
