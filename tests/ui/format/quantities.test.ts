// Formats of quantities with units.

import { expect, test } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatLoss,
  formatSignificant,
} from '../../../src/ui/format/quantities.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1 k'],
  [9_960, '10 k'],
  [41_200, '41 k'],
  [124_352, '124 k'],
  [999_600, '1 M'],
  [2_140_000, '2.1 M'],
])('%d is %s', (value, text) => expect(plain(formatCompact(value))).toBe(text));

test.each([
  [0, '0 bytes'],
  [512, '512 bytes'],
  [9_400_000, '9.4 MB'],
  [64_000_000, '64 MB'],
])('%d bytes are %s', (value, text) => expect(plain(formatBytes(value))).toBe(text));

test.each([
  [0, '0'],
  [0.003, '0.003'],
  [0.00012, '0.00012'],
  [0.0000123, '1.2 × 10⁻⁵'],
  [-0.000001, '−10⁻⁶'],
  [0.31274, '0.313'],
  [-1.7996, '−1.80'],
  [0.5, '0.5'],
  [Math.fround(0.1), '0.1'],
  [12, '12'],
  [999.7, '1,000'],
  [1480.4, '1,480'],
  [Number.NaN, 'not a number'],
])('%d in three significant digits is %s', (value, text) =>
  expect(plain(formatSignificant(value))).toBe(text),
);

test('a missing or non-finite loss', () => {
  expect(formatLoss(undefined)).toBe('–');
  expect(formatLoss(2.71956)).toBe('2.720');
  expect(formatLoss(Number.NaN)).toBe('not a number');
  expect(plain(formatLoss(4.32e16))).toBe('4.3 × 10¹⁶');
});
