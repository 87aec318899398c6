// Command buffers stay short on slow devices and are not cut on fast ones.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DispatchBudget, dispatchCost } from '../../../../src/kernels/backends/webgpu/dispatch-budget.ts';

/** Twenty dispatches of 20 million operations: 200 ms for the slowest software adapter. */
const dispatches = Array.from({ length: 20 }, (_, n) => ({ n, cost: 20e6 }));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('an unknown device counts as slow', () => {
  const parts = new DispatchBudget().splitIntoBatches(dispatches);
  expect(parts.flat()).toEqual(dispatches);
  expect(parts.map((part) => part.length)).toEqual([5, 5, 5, 5]);
});

test('a dispatch that is long by itself gets a command buffer of its own', () => {
  const parts = new DispatchBudget().splitIntoBatches([{ cost: 1 }, { cost: 1e12 }, { cost: 1 }]);
  expect(parts.map((part) => part.length)).toEqual([1, 1, 1]);
});

test('nothing is cut once the device has shown that it is fast', async () => {
  const pace = new DispatchBudget();
  await calibrate(pace, 4, 10);
  expect(pace.splitIntoBatches(dispatches)).toHaveLength(1);
});

test('more is cut once the device has shown that it is slow', async () => {
  const pace = new DispatchBudget();
  await calibrate(pace, 2000, 10);
  expect(pace.splitIntoBatches(dispatches).length).toBeGreaterThan(15);
});

test('work behind other work is not taken for slow', async () => {
  const pace = new DispatchBudget();
  const submitted = Array.from({ length: 50 }, (_, n) => pace.calibrate(queue(200 * (n + 1)), dispatches));
  await vi.advanceTimersByTimeAsync(200 * 50);
  await Promise.all(submitted);
  expect(pace.splitIntoBatches(dispatches)).toHaveLength(4); // 200 ms each, as assumed at first
});

test('the wait for an answer is not taken for work', async () => {
  const pace = new DispatchBudget();
  const little = pace.calibrate(queue(2), [{ cost: dispatchCost(0) }]);
  await vi.advanceTimersByTimeAsync(2);
  await little;
  expect(pace.splitIntoBatches(dispatches)).toHaveLength(4);
});

/** A queue whose work is done after so many milliseconds. */
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
