// One question at a time, the newest first, nothing queued.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NewestFirst } from '../../../../src/ui/views/attention/newest-first.ts';

const host = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: () => {},
  updateComplete: Promise.resolve(true),
};

/** An answerer whose answers the test gives by hand. */
function slowAnswerer() {
  const asked: number[] = [];
  const replies: ((answer: string) => void)[] = [];
  const failures: ((error: Error) => void)[] = [];
  const ask = (question: number) => {
    asked.push(question);
    return new Promise<string>((resolve, reject) => {
      replies.push(resolve);
      failures.push(reject);
    });
  };
  return { asked, replies, failures, ask };
}

const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 100));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('of many questions put while one is being answered only the newest is asked', async () => {
  const { asked, replies, ask } = slowAnswerer();
  const newest = new NewestFirst(host, ask, rest);
  for (let question = 1; question <= 50; question++) newest.put(question);
  expect(asked).toEqual([1]);
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.answer).toBe('one');
  expect(asked).toEqual([1, 50]);
  replies[1]('fifty');
  await vi.advanceTimersByTimeAsync(1000);
  expect(newest.answer).toBe('fifty');
  expect(asked).toEqual([1, 50]);
  expect(newest.busy).toBe(false);
});

test('it rests between two questions', async () => {
  const { asked, replies, ask } = slowAnswerer();
  const newest = new NewestFirst(host, ask, rest);
  newest.put(1);
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(50);
  newest.put(2);
  expect(asked).toEqual([1]);
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toEqual([1, 2]);
});

test('a failure is a sentence beside the last answer, and the next answer takes it away', async () => {
  const { replies, failures, ask } = slowAnswerer();
  const newest = new NewestFirst(host, ask, rest);
  newest.put(1);
  replies[0]('one');
  newest.put(2);
  await vi.advanceTimersByTimeAsync(100);
  failures[1](new Error('inspect: the model is gone; make a new run'));
  newest.put(3);
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.error).toBe('inspect: the model is gone; make a new run');
  expect(newest.answer).toBe('one');
  replies[2]('three');
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.error).toBeUndefined();
  expect(newest.answer).toBe('three');
});
