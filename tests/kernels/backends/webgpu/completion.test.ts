// Where completion is noticed late, empty command buffers are submitted while something is awaited, and only then.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Completion } from '../../../../src/kernels/backends/webgpu/completion.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A device that notices the end of its work at the third submission after it. */
function fakeDevice() {
  const awaited: { submissions: number; resolve: () => void }[] = [];
  const submit = vi.fn(() => {
    for (const work of awaited) if (++work.submissions === 3) work.resolve();
  });
  const onSubmittedWorkDone = () =>
    new Promise<undefined>((resolve) => {
      awaited.push({ submissions: 0, resolve: () => resolve(undefined) });
    });
  const createCommandEncoder = () => ({ finish: () => ({}) });
  return {
    device: { queue: { submit, onSubmittedWorkDone }, createCommandEncoder } as unknown as GPUDevice,
    submit,
  };
}

test('submits until all that is awaited has ended', async () => {
  const { device, submit } = fakeDevice();
  const completion = new Completion(device, true);
  const first = completion.onSubmittedWorkDone();
  const second = completion.onSubmittedWorkDone();
  await vi.advanceTimersByTimeAsync(1000);
  await Promise.all([first, second]);
  expect(submit).toHaveBeenCalledTimes(3);
  // And again the next time.
  const third = completion.onSubmittedWorkDone();
  await vi.advanceTimersByTimeAsync(1000);
  await third;
  expect(submit).toHaveBeenCalledTimes(6);
});

test('a failure of the device ends it too', async () => {
  const { device, submit } = fakeDevice();
  const failed = new Completion(device, true).of(Promise.reject(new Error('lost')));
  await expect(failed).rejects.toThrow('lost');
  await vi.advanceTimersByTimeAsync(1000);
  expect(submit).not.toHaveBeenCalled();
});

test('elsewhere nothing is submitted', async () => {
  const { device, submit } = fakeDevice();
  void new Completion(device, false).onSubmittedWorkDone();
  await vi.advanceTimersByTimeAsync(1000);
  expect(submit).not.toHaveBeenCalled();
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 1],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    0,
  ],
])('%s: %d', async (userAgent, submissions) => {
  vi.stubGlobal('navigator', { userAgent });
  const { device, submit } = fakeDevice();
  void new Completion(device).onSubmittedWorkDone();
  await vi.advanceTimersByTimeAsync(5);
  expect(submit).toHaveBeenCalledTimes(submissions);
});

test('work is timed for many times the delay of the notice', () => {
  const { device } = fakeDevice();
  expect(new Completion(device, true).measurable).toBeGreaterThanOrEqual(80);
  expect(new Completion(device, false).measurable).toBeLessThan(10);
});
