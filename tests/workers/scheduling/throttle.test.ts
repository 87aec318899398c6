// Training leaves as much of the time to others as it is told, and takes it back at once.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Throttle } from '../../../src/workers/scheduling/throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const never = () => false;

/** How long it rests after having worked so long, milliseconds. */
async function restAfter(pace: Throttle, worked: number): Promise<number> {
  await pace.rest(() => true); // begins to count
  vi.advanceTimersByTime(worked);
  const begin = performance.now();
  const resting = pace.rest(never);
  await vi.runAllTimersAsync();
  await resting;
  return performance.now() - begin;
}

test('at full pace there is no rest', async () => {
  expect(await restAfter(new Throttle(), 20)).toBe(0);
});

test('a tenth of the time: nine times as long as it worked, and half a second at most', async () => {
  const pace = new Throttle();
  pace.dutyCycle = 0.1;
  expect(await restAfter(pace, 20)).toBe(180);
  expect(await restAfter(pace, 200)).toBe(500);
});

test('a rest ends when the pace changes, and is not begun where training is to end', async () => {
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

test.each([0, -1, 1.5, Number.NaN])('%d is no share', (share) => {
  const pace = new Throttle();
  expect(() => {
    pace.dutyCycle = share;
  }).toThrow(/duty cycle must be/);
  expect(pace.dutyCycle).toBe(1);
});
