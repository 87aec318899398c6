// Random streams: reproducible, independent, with the documented distributions.

import { describe, expect, it } from 'vitest';
import { random } from '../../src/shared/random.ts';

const draw = <Value>(count: number, next: () => Value) => Array.from({ length: count }, next);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const correlation = (x: number[], y: number[]) => {
  const [mx, my] = [mean(x), mean(y)];
  const covariance = (a: number[], ma: number, b: number[], mb: number) =>
    mean(a.map((value, i) => (value - ma) * (b[i] - mb)));
  return covariance(x, mx, y, my) / Math.sqrt(covariance(x, mx, x, mx) * covariance(y, my, y, my));
};

describe('random', () => {
  it('gives the same stream for the same seed and purpose', () => {
    expect(draw(20, random(7, 'facts', 3).float)).toEqual(draw(20, random(7, 'facts', 3).float));
  });

  it('is stable across versions', () => {
    const { integer, normal, float } = random(1, 'weights');
    expect([integer(1000), integer(1000), integer(1000)]).toEqual([256, 286, 271]);
    expect([normal(), float()]).toEqual([0.08508354492564496, 0.7976482542247604]);
  });

  it('gives independent streams for neighbouring seeds, purposes and steps', () => {
    const base = draw(4000, random(1, 'a', 1).float);
    for (const other of [random(2, 'a', 1), random(1, 'b', 1), random(1, 'a', 2), random(1, 'a1')]) {
      expect(Math.abs(correlation(base, draw(4000, other.float)))).toBeLessThan(0.06);
    }
  });

  it('starts neighbouring streams at uncorrelated values', () => {
    const firsts = Array.from({ length: 4000 }, (_, step) => random(0, 'batch', step).float());
    expect(mean(firsts)).toBeCloseTo(0.5, 1);
    expect(Math.abs(correlation(firsts.slice(1), firsts.slice(0, -1)))).toBeLessThan(0.06);
  });

  it('integer is uniform below its bound', () => {
    const { integer } = random(3, 'integers');
    const count = new Array<number>(7).fill(0);
    for (let i = 0; i < 14_000; i++) count[integer(7)]++;
    for (const times of count) expect(Math.abs(times - 2000)).toBeLessThan(200);
    expect(draw(50, () => integer(1))).toEqual(new Array(50).fill(0));
  });

  it('normal has the moments and tails of the distribution', () => {
    const values = draw(100_000, random(5, 'normal').normal);
    const moment = (power: number) => mean(values.map((value) => value ** power));
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(moment(2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.1);
    const share = (limit: number) => values.filter((value) => Math.abs(value) > limit).length / values.length;
    expect(share(1)).toBeCloseTo(0.3173, 2);
    expect(share(2)).toBeCloseTo(0.0455, 2);
    expect(share(3)).toBeCloseTo(0.0027, 3);
  });

  it('shuffle works in place and is uniform over permutations', () => {
    const { shuffle } = random(9, 'shuffle');
    const seen = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = shuffle([0, 1, 2]).join('');
      seen.set(order, (seen.get(order) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(150);
    const items = ['a', 'b'];
    expect(shuffle(items)).toBe(items);
  });

  it('choice is uniform over the items', () => {
    const { choice } = random(2, 'choice');
    expect(new Set(draw(50, () => choice(['x', 'y', 'z'])))).toEqual(new Set(['x', 'y', 'z']));
  });
});
