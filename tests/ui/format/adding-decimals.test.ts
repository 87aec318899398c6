// A written sum adds up.
import { expect, test } from 'vitest';
import { addingDecimals } from '../../../src/ui/format/adding-decimals.ts';

test.each([
  [[1.2, 0.8], 2, 2],
  // +1.20 and +0.80 would be +2.01.
  [[1.2046, 0.8012], 2.0058, 3],
  [[-3.2149, 1.0049], -2.21, 2],
  [[1.2345678, 0.0000004], 9, 2],
] as const)('%s is %d with %d decimals', (terms, sum, decimals) => {
  expect(addingDecimals(terms, sum)).toBe(decimals);
});
