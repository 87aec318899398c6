// The throttle of training: rests for its share of the time; changes apply immediately.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttle } from '../../../src/workers/scheduling/throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const never = () => false;

/** Duration of the rest after this working time, in milliseconds. */
async function restAfter(pace: Throttle, worked: number): Promise<number> {
  await pace.rest(() => true); // begins to count
  vi.advanceTimersByTime(worked);
  const begin = performance.now();
  const resting = pace.rest(never);
  await vi.runAllTimersAsync();
  await resting;
  return performance.now() - begin;
}

test('a share of 1 has no rest', async () => {
  expect(await restAfter(new Throttle(), 20)).toBe(0);
});

test('a share of a tenth rests nine times the working time, at most half a second', async () => {
  const pace = new Throttle();
  pace.dutyCycle = 0.1;
  expect(await restAfter(pace, 20)).toBe(180);
  expect(await restAfter(pace, 200)).toBe(500);
});

test('a rest ends when the share changes, and does not start when training stops', async () => {
  const pace = new Throttle();
  pace.dutyCycle = 0.1;
  vi.advanceTimersByTime(50);
  const resting = pace.rest(never);
  pace.dutyCycle = 1;
  await resting; // no timer ran
  pace.dutyCycle = 0.1;
  vi.advanceTimersByTime(50);
  await pace.rest(() => true);
});

test.each([0, -1, 1.5, Number.NaN])('%d is an invalid share', (share) => {
  const pace = new Throttle();
  expect(() => {
    pace.dutyCycle = share;
  }).toThrow(/duty cycle must be/);
  expect(pace.dutyCycle).toBe(1);
});
