// Number formats and their inverse.
import { expect, test } from 'vitest';
import {
  formatInteger,
  formatPercent,
  formatPowerOfTen,
  formatScientific,
  formatSigned,
  formatSignedFixed,
  toPlainNumber,
} from '../../../src/ui/format/numbers.ts';

test.each([
  [0, '0.0\u202f%'],
  [0.0002, '<\u202f0.1\u202f%'],
  [0.0005, '0.1\u202f%'],
  [0.4312, '43.1\u202f%'],
  [0.9994, '99.9\u202f%'],
  [0.9998, '>\u202f99.9\u202f%'],
  [1, '100.0\u202f%'],
])('the fraction %f is %s', (share, written) => {
  expect(formatPercent(share)).toBe(written);
});

test.each([
  [2.314, '+2.31'],
  [-0.4, '−0.40'],
  [0, '0.00'],
  [-0.001, '0.00'],
  [-1234.5, '−1235'],
])('%f with its sign is %s', (value, written) => {
  expect(formatSigned(value)).toBe(written);
});

test('`map(formatSigned)` does not use the index', () => {
  expect([1.234, 1.234, 1.234, 1.234].map(formatSigned)).toEqual(['+1.23', '+1.23', '+1.23', '+1.23']);
  expect(Array.from(Float32Array.of(-0.5, 2.5), formatSigned)).toEqual(['−0.50', '+2.50']);
});

test('a signed number with more than two decimals', () => {
  expect(formatSignedFixed(0.0123456, 4)).toBe('+0.0123');
  expect(formatSignedFixed(-0.00001, 4)).toBe('0.0000');
});

test.each([
  [0.0000012, 2, '1.2 × 10⁻⁶'],
  [-0.0000012, 2, '−1.2 × 10⁻⁶'],
  [0.000001, 2, '10⁻⁶'],
  [-0.000001, 4, '−10⁻⁶'],
  [0.000999996, 4, '10⁻³'],
  [0.00012345, 4, '1.234 × 10⁻⁴'],
  [3.5e-17, 1, '4 × 10⁻¹⁷'],
])('%d in %d significant digits is %s', (value, figures, written) => {
  expect(formatScientific(value, figures).replaceAll('\u202f', ' ')).toBe(written);
});

test('powers of ten are superscripts', () => {
  expect(formatPowerOfTen(-6)).toBe('10⁻⁶');
  expect(formatPowerOfTen(12)).toBe('10¹²');
});

test.each([
  ['1,480', '1480'],
  ['12,345,678.5', '12345678.5'],
  ['−0.25', '-0.25'],
  ['-3', '-3'],
  ['+2.31', '2.31'],
  ['1e−6', '1e-6'],
  ['1.2 × 10⁻⁶', '1.2e-6'],
  ['−1.2\u202f×\u202f10⁻¹⁷', '-1.2e-17'],
  ['10⁻⁶', '1e-6'],
  ['+10²', '1e2'],
  ['1e5', '1e5'],
])('%s is the number %s', (shown, written) => {
  expect(toPlainNumber(shown)).toBe(written);
});

test.each(['', 'king', '43.1\u202f%', '10⁻', '2 × 3', '1,48', '−1+A1', '++1', '2 × 10⁻⁶ m'])(
  '“%s” is no number',
  (text) => {
    expect(toPlainNumber(text)).toBeUndefined();
  },
);

test('thousands are grouped', () => {
  expect(formatInteger(175181291520)).toBe('175,181,291,520');
});
