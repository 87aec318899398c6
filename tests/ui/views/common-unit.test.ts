// Numbers of one table in one unit.

import { expect, test } from 'vitest';
import { commonUnit } from '../../../src/ui/views/common-unit.ts';

test('numbers of a common size stand as they are, with the places of the largest', () => {
  const { name, write } = commonUnit([0.4512, -0.03, 0]);
  expect(name).toBe('');
  expect([0.4512, -0.03, 0.00001, -0.00001, 0].map(write)).toEqual(['+0.4512', '−0.0300', '0', '0', '0']);
});

test('tiny numbers share a power of a thousand', () => {
  const { name, write } = commonUnit([2.5e-6, -1.4e-7]);
  expect(name).toBe('10⁻⁶');
  expect([2.5e-6, -1.4e-7].map(write)).toEqual(['+2.500', '−0.140']);
  expect(commonUnit([9.99e-13]).name).toBe('10⁻¹⁵');
});

test('large numbers lose their places, and nothing at all is nothing', () => {
  expect(commonUnit([1234.5, -7]).write(-7)).toBe('−7');
  expect(commonUnit([]).write(0)).toBe('0');
  expect(commonUnit([0]).name).toBe('');
});
