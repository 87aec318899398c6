import { expect, it } from 'vitest';
import { bootstrapInterval, ratioOfSums, shareInterval } from '../../src/shared/bootstrap.ts';
import { random } from '../../src/shared/random.ts';

it('covers the mean of a population about 95 times in a hundred, and narrows with more clusters', () => {
  const rng = random(0, 'bootstrap test');
  const draw = (count: number) =>
    Array.from({ length: count }, () => ({ numerator: 0.3 + 0.2 * rng.normal(), denominator: 1 }));
  let covered = 0;
  const widths: number[] = [];
  for (let trial = 0; trial < 200; trial++) {
    const [low, high] = bootstrapInterval(draw(40), trial);
    if (low <= 0.3 && 0.3 <= high) covered++;
    widths.push(high - low);
  }
  expect(covered / 200).toBeGreaterThan(0.88);
  expect(covered / 200).toBeLessThan(0.995);
  // 2 × 1.96 × 0.2 / √40
  expect(widths.reduce((sum, width) => sum + width) / 200).toBeCloseTo(0.124, 2);
});

it('weights clusters by their denominators, and repeats itself for a seed', () => {
  const clusters = [
    { numerator: 3, denominator: 4 },
    { numerator: 0, denominator: 1 },
  ];
  expect(ratioOfSums(clusters)).toBe(0.6);
  expect(bootstrapInterval(clusters, 1)).toEqual([0, 0.75]);
  expect(bootstrapInterval(clusters, 7)).toEqual(bootstrapInterval(clusters, 7));
  expect(bootstrapInterval([{ numerator: 0, denominator: 0 }], 0)).toEqual([Number.NaN, Number.NaN]);
});

it('of nothing but successes, or none, is the exact binomial bound over clusters', () => {
  const clusters = (count: number, numerator: number) =>
    Array.from({ length: count }, () => ({ numerator, denominator: 5 }));
  // Clopper and Pearson: 14 of 14, and 0 of 14.
  const [low, high] = shareInterval(clusters(14, 5), 0);
  expect(low).toBeCloseTo(0.7684, 4);
  expect(high).toBe(1);
  const none = shareInterval(clusters(14, 0), 0);
  expect(none[0]).toBe(0);
  expect(none[1]).toBeCloseTo(0.2316, 4);
  const mixed = [...clusters(13, 5), ...clusters(1, 4)];
  expect(shareInterval(mixed, 3)).toEqual(bootstrapInterval(mixed, 3));
  expect(shareInterval([{ numerator: 0, denominator: 0 }], 0)).toEqual([Number.NaN, Number.NaN]);
});
