// Command buffers are short on slow devices and not split on fast ones.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DispatchBudget, dispatchCost } from '../../../../src/kernels/backends/webgpu/dispatch-budget.ts';

/** Twenty dispatches of 20 million operations: 200 ms on the slowest software adapter. */
const dispatches = Array.from({ length: 20 }, (_, n) => ({ n, cost: 20e6 }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('assumes a slow device at first', () => {
  const batches = new DispatchBudget().splitIntoBatches(dispatches);
  expect(batches.flat()).toEqual(dispatches);
  expect(batches.map((batch) => batch.length)).toEqual([5, 5, 5, 5]);
});

test('a long dispatch gets a command buffer of its own', () => {
  const batches = new DispatchBudget().splitIntoBatches([{ cost: 1 }, { cost: 1e12 }, { cost: 1 }]);
  expect(batches.map((batch) => batch.length)).toEqual([1, 1, 1]);
});

test('does not split work for a fast device', async () => {
  const budget = new DispatchBudget();
  await calibrate(budget, 4, 10);
  expect(budget.splitIntoBatches(dispatches)).toHaveLength(1);
});

test('splits work into more batches for a slow device', async () => {
  const budget = new DispatchBudget();
  await calibrate(budget, 2000, 10);
  expect(budget.splitIntoBatches(dispatches).length).toBeGreaterThan(15);
});

test('time in the queue does not count as execution time', async () => {
  const budget = new DispatchBudget();
  const submitted = Array.from({ length: 50 }, (_, n) => budget.calibrate(queue(200 * (n + 1)), dispatches));
  await vi.advanceTimersByTimeAsync(200 * 50);
  await Promise.all(submitted);
  expect(budget.splitIntoBatches(dispatches)).toHaveLength(4); // 200 ms each, the initial estimate
});

test('latency does not count as execution time', async () => {
  const budget = new DispatchBudget();
  const short = budget.calibrate(queue(2), [{ cost: dispatchCost(0) }]);
  await vi.advanceTimersByTimeAsync(2);
  await short;
  expect(budget.splitIntoBatches(dispatches)).toHaveLength(4);
});

/** A queue whose submitted work takes `milliseconds`. */
function queue(milliseconds: number): GPUQueue {
  const onSubmittedWorkDone = () =>
    new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), milliseconds));
  return { onSubmittedWorkDone } as GPUQueue;
}

async function calibrate(budget: DispatchBudget, milliseconds: number, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    const done = budget.calibrate(queue(milliseconds), dispatches);
    await vi.advanceTimersByTimeAsync(milliseconds);
    await done;
  }
}
