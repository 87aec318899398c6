import { expect, it } from 'vitest';
import { nullSummary } from '../../src/shared/null-summary.ts';

it.each([
  [20, 19],
  [50, 48],
  [100, 95],
  [1, 1],
])('of 1 to %i, nineteen of twenty are at most %i', (count, high) => {
  const draws = Array.from({ length: count }, (_, i) => count - i);
  expect(nullSummary(draws)).toEqual({ mean: (count + 1) / 2, high });
  expect(draws[0]).toBe(count);
});
