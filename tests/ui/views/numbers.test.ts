// How numbers are written: rounding never says more than is known.
import { expect, test } from 'vitest';
import { percent, signed, whole } from '../../../src/ui/views/numbers.ts';

test.each([
  [0, '0.0\u202f%'],
  [0.0002, '<\u202f0.1\u202f%'],
  [0.0005, '0.1\u202f%'],
  [0.4312, '43.1\u202f%'],
  [0.9994, '99.9\u202f%'],
  [0.9998, '>\u202f99.9\u202f%'],
  [1, '100.0\u202f%'],
])('a share of %f is written %s', (share, written) => {
  expect(percent(share)).toBe(written);
});

test.each([
  [2.314, '+2.31'],
  [-0.4, '−0.40'],
  [0, '0.00'],
  [-0.001, '0.00'],
  [-1234.5, '−1235'],
])('%f with its sign is written %s', (value, written) => {
  expect(signed(value)).toBe(written);
});

test('thousands are grouped', () => {
  expect(whole(175181291520)).toBe('175,181,291,520');
});
