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
  const ask = ({ number }: { number: number }) => {
    asked.push(number);
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
  const newest = new NewestFirst(host, ask, { rest });
  for (let number = 1; number <= 50; number++) newest.put({ number });
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
  const newest = new NewestFirst(host, ask, { rest });
  newest.put({ number: 1 });
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(50);
  newest.put({ number: 2 });
  expect(asked).toEqual([1]);
  await vi.advanceTimersByTimeAsync(50);
  expect(asked).toEqual([1, 2]);
});

test('a failure is a sentence beside the last answer, and the next answer takes it away', async () => {
  const { replies, failures, ask } = slowAnswerer();
  const newest = new NewestFirst(host, ask, { rest });
  newest.put({ number: 1 });
  replies[0]('one');
  newest.put({ number: 2 });
  await vi.advanceTimersByTimeAsync(100);
  failures[1](new Error('inspect: the model is gone; make a new run'));
  newest.put({ number: 3 });
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.error).toBe('inspect: the model is gone; make a new run');
  expect(newest.answer).toBe('one');
  replies[2]('three');
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.error).toBeUndefined();
  expect(newest.answer).toBe('three');
});

test('a question is not asked twice in a row, and what it says is compared where asked to', async () => {
  const asked: object[] = [];
  const pixels = new Float32Array(4);
  const newest = new NewestFirst(
    host,
    async (question: { run: object; input: object }) => asked.push(question),
    { rest, byContent: ['input'] },
  );
  const run = { step: 1 };
  const put = async (question: { run: object; input: object }) => {
    newest.put(question);
    await vi.advanceTimersByTimeAsync(200);
    return asked.length;
  };
  expect(await put({ run, input: { indices: [3] } })).toBe(1);
  expect(await put({ run, input: { indices: [3] } })).toBe(1);
  expect(await put({ run, input: { indices: [4] } })).toBe(2);
  expect(await put({ run: { ...run }, input: { indices: [4] } })).toBe(3);
  expect(await put({ run, input: { pixels } })).toBe(4);
  expect(await put({ run, input: { pixels } })).toBe(4);
  expect(await put({ run, input: { pixels: pixels.slice() } })).toBe(5);
});

test('a view that has left asks nothing more and is not drawn again, though what it asks about changes', async () => {
  const { asked, replies, ask } = slowAnswerer();
  let drawn = 0;
  // As a stage does: drawn, it asks about the weights of this moment, and these are never the same.
  const stage = {
    ...host,
    requestUpdate: () => {
      drawn++;
      newest.put({ number: asked.length + 1 });
    },
  };
  const newest = new NewestFirst(stage, ask, { rest });
  newest.put({ number: 1 });
  newest.hostDisconnected();
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(1000);
  newest.put({ number: 7 });
  expect([asked, drawn]).toEqual([[1], 0]);

  newest.hostConnected();
  newest.put({ number: 7 });
  expect(asked).toEqual([1, 7]);
});

test('what still waited when its view left is asked anew when it comes back', async () => {
  const { asked, replies, ask } = slowAnswerer();
  const newest = new NewestFirst(host, ask, { rest });
  newest.put({ number: 1 });
  newest.put({ number: 2 });
  newest.hostDisconnected();
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(1000);
  newest.hostConnected();
  newest.put({ number: 2 });
  expect(asked).toEqual([1, 2]);
});
