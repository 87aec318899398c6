// The shared exponent of a table.

import { expect, test } from 'vitest';
import { sharedExponent } from '../../../src/ui/format/shared-exponent.ts';

test('numbers of ordinary size have no factor, and the decimals of the largest', () => {
  const { label, format } = sharedExponent([0.4512, -0.03, 0]);
  expect(label).toBe('');
  expect([0.4512, -0.03, 0.00001, -0.00001, 0].map(format)).toEqual(['+0.4512', '−0.0300', '0', '0', '0']);
});

test('tiny numbers share a power of a thousand', () => {
  const { label, format } = sharedExponent([2.5e-6, -1.4e-7]);
  expect(label).toBe('10⁻⁶');
  expect([2.5e-6, -1.4e-7].map(format)).toEqual(['+2.500', '−0.140']);
  expect(sharedExponent([9.99e-13]).label).toBe('10⁻¹⁵');
});

test('large numbers have no decimals; an empty list has no factor', () => {
  expect(sharedExponent([1234.5, -7]).format(-7)).toBe('−7');
  expect(sharedExponent([]).format(0)).toBe('0');
  expect(sharedExponent([0]).label).toBe('');
});
