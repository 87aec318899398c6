// One request at a time, newest first, without a queue.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LatestOnlyTask, nextFrame, restFromDrawing } from '../../../src/ui/state/latest-only-task.ts';

const host = {
  addController: () => {},
  removeController: () => {},
  requestUpdate: () => {},
  updateComplete: Promise.resolve(true),
};

/** An answerer whose answers the test gives by hand. */
function deferredFetch() {
  const requests: number[] = [];
  const resolvers: ((answer: string) => void)[] = [];
  const rejecters: ((error: Error) => void)[] = [];
  const fetch = ({ number }: { number: number }) => {
    requests.push(number);
    return new Promise<string>((resolve, reject) => {
      resolvers.push(resolve);
      rejecters.push(reject);
    });
  };
  return { requests: requests, replies: resolvers, failures: rejecters, ask: fetch };
}

const throttle = () => new Promise<void>((resolve) => setTimeout(resolve, 100));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('of several requests during a running one only the newest is sent', async () => {
  const { requests, replies, ask } = deferredFetch();
  const newest = new LatestOnlyTask(host, ask, { throttle });
  for (let number = 1; number <= 50; number++) newest.run({ number });
  expect(requests).toEqual([1]);
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.value).toBe('one');
  expect(requests).toEqual([1, 50]);
  replies[1]('fifty');
  await vi.advanceTimersByTimeAsync(1000);
  expect(newest.value).toBe('fifty');
  expect(requests).toEqual([1, 50]);
  expect(newest.isPending).toBe(false);
});

test('waits between two requests', async () => {
  const { requests, replies, ask } = deferredFetch();
  const newest = new LatestOnlyTask(host, ask, { throttle });
  newest.run({ number: 1 });
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(50);
  newest.run({ number: 2 });
  expect(requests).toEqual([1]);
  await vi.advanceTimersByTimeAsync(50);
  expect(requests).toEqual([1, 2]);
});

test('an error keeps the last result; the next result clears it', async () => {
  const { replies, failures, ask } = deferredFetch();
  const newest = new LatestOnlyTask(host, ask, { throttle });
  newest.run({ number: 1 });
  replies[0]('one');
  newest.run({ number: 2 });
  await vi.advanceTimersByTimeAsync(100);
  failures[1](new Error('The model is gone; make a new run.'));
  newest.run({ number: 3 });
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.error).toBe('The model is gone; make a new run.');
  expect(newest.value).toBe('one');
  replies[2]('three');
  await vi.advanceTimersByTimeAsync(100);
  expect(newest.error).toBeUndefined();
  expect(newest.value).toBe('three');
});

test('equal consecutive requests are sent once; `deepEqualKeys` compares by value', async () => {
  const requests: object[] = [];
  const pixels = new Float32Array(4);
  const newest = new LatestOnlyTask(
    host,
    async (question: { run: object; input: object }) => requests.push(question),
    { throttle, deepEqualKeys: ['input'] },
  );
  const run = { step: 1 };
  const put = async (question: { run: object; input: object }) => {
    newest.run(question);
    await vi.advanceTimersByTimeAsync(200);
    return requests.length;
  };
  expect(await put({ run, input: { indices: [3] } })).toBe(1);
  expect(await put({ run, input: { indices: [3] } })).toBe(1);
  expect(await put({ run, input: { indices: [4] } })).toBe(2);
  expect(await put({ run: { ...run }, input: { indices: [4] } })).toBe(3);
  expect(await put({ run, input: { pixels } })).toBe(4);
  expect(await put({ run, input: { pixels } })).toBe(4);
  expect(await put({ run, input: { pixels: pixels.slice() } })).toBe(5);
});

test('a disconnected host sends no request and is not updated', async () => {
  const { requests, replies, ask } = deferredFetch();
  let drawn = 0;
  // As a stage does: drawn, it asks about the weights of this moment, and these are never the same.
  const stage = {
    ...host,
    requestUpdate: () => {
      drawn++;
      newest.run({ number: requests.length + 1 });
    },
  };
  const newest = new LatestOnlyTask(stage, ask, { throttle });
  newest.run({ number: 1 });
  newest.hostDisconnected();
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(1000);
  newest.run({ number: 7 });
  expect([requests, drawn]).toEqual([[1], 0]);

  newest.hostConnected();
  newest.run({ number: 7 });
  expect(requests).toEqual([1, 7]);
});

test('a dropped request can be sent again after a reconnection', async () => {
  const { requests, replies, ask } = deferredFetch();
  const newest = new LatestOnlyTask(host, ask, { throttle });
  newest.run({ number: 1 });
  newest.run({ number: 2 });
  newest.hostDisconnected();
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(1000);
  newest.hostConnected();
  newest.run({ number: 2 });
  expect(requests).toEqual([1, 2]);
});

test('requests that take milliseconds wait for one frame only', async () => {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  const { requests, replies, ask } = deferredFetch();
  const newest = new LatestOnlyTask(host, ask, { throttle: nextFrame });
  newest.run({ number: 1 });
  newest.run({ number: 2 });
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(0);
  expect(requests).toEqual([1]);
  frames.shift()?.(0);
  await vi.advanceTimersByTimeAsync(0);
  expect(requests).toEqual([1, 2]);
  expect(frames).toEqual([]);
});

test('beside training, requests for a picture rest four times as long as the page has drawn', async () => {
  const frames: FrameRequestCallback[] = [];
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => frames.push(callback));
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const { requests, replies, ask } = deferredFetch();
  const newest = new LatestOnlyTask(host, ask, { throttle: restFromDrawing });
  newest.run({ number: 1 });
  newest.run({ number: 2 });
  replies[0]('one');
  await vi.advanceTimersByTimeAsync(0);
  const [drawFrame] = frames;
  drawFrame(0);
  await Promise.resolve();
  time = 20;
  await vi.advanceTimersByTimeAsync(0);
  await vi.advanceTimersByTimeAsync(79);
  expect(requests).toEqual([1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(requests).toEqual([1, 2]);
});
