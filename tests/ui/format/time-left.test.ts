// The time that is left, in steps that do not flicker.

import { expect, test } from 'vitest';
import { timeLeft } from '../../../src/ui/format/time-left.ts';

test.each([
  [undefined, ''],
  [0, ', about 0 s left'],
  [0.3, ', about 1 s left'],
  [9.2, ', about 10 s left'],
  [17, ', about 17 s left'],
  [27, ', about 25 s left'],
  [39, ', about 40 s left'],
  [89, ', about 90 s left'],
  [92, ', about 90 s left'],
  [93, ', about 2 min left'],
  [3600, ', about 60 min left'],
])('%s seconds: “%s”', (seconds, text) => {
  expect(timeLeft(seconds)).toBe(text);
});

test('what differs by a second is the same text, but at its edges', () => {
  const texts = Array.from({ length: 70 }, (_, i) => timeLeft(20 + i));
  expect(new Set(texts).size).toBeLessThan(20);
});
