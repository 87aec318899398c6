// Tests of the comparison that all numeric tests use.
import { expect, test } from 'vitest';
import { expectAllclose } from './allclose.ts';

const tolerance = { rtol: 1e-3, atol: 1e-6, label: 'p' };

test('accepts values within the tolerance, and equal infinities', () => {
  expectAllclose([1.0005, 0, -Infinity], [1, 5e-7, -Infinity], tolerance);
});

test('names the index, the expected and the actual value', () => {
  expect(() => expectAllclose([1, 2.1], [1, 2], tolerance)).toThrow(
    /p: 1 of 2 .*\n {2}\[1\] expected 2, got 2\.1/,
  );
});

test.each([
  ['NaN', [Number.NaN], [0]],
  ['NaN where NaN is expected', [Number.NaN], [Number.NaN]],
  ['the other infinity', [Infinity], [-Infinity]],
  ['another length', [1, 1], [1]],
])('rejects %s', (_, got, want) => {
  expect(() => expectAllclose(got, want, tolerance)).toThrow('p: ');
});

test('bounds the relative L2 distance even if all elements pass', () => {
  const got = [1.0009, 1.0009];
  expectAllclose(got, [1, 1], tolerance);
  expect(() => expectAllclose(got, [1, 1], { ...tolerance, relativeL2: 1e-4 })).toThrow('(allowed 0.0001)');
});
