// The transform against its inverse, and restricted and excluded loss of planted logits.

import { describe, expect, it } from 'vitest';
import {
  circlePoints,
  componentsAt,
  crossEntropy,
  fourierComponents,
  powerShares,
} from '../../../src/lenses/fourier/fourier.ts';
import { type Sum, sumScores } from '../../../src/lenses/fourier/sum-scores.ts';
import { random } from '../../../src/shared/random.ts';

const p = 23;
const numbers = Array.from({ length: p }, (_, x) => x);
const angle = (k: number, x: number) => (2 * Math.PI * k * x) / p;

describe('the transform', () => {
  it('gives the values back, with their mean', () => {
    const n = 5;
    const rng = random(0, 'fourier');
    const values = Float64Array.from({ length: p * n }, () => rng.normal());
    const components = fourierComponents({ values, p, n });
    for (let i = 0; i < n; i++) {
      const mean = numbers.reduce((sum, x) => sum + values[x * n + i], 0) / p;
      for (const x of numbers)
        expect(mean + componentsAt(components, x, p, n)[i]).toBeCloseTo(values[x * n + i], 10);
    }
    // By Parseval, the shares are of the variance.
    expect(powerShares(components).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('finds the frequency of a circle, and its points', () => {
    const values = numbers.flatMap((x) => [3 * Math.cos(angle(4, x)) + 2, 1, 3 * Math.sin(angle(4, x)) - 7]);
    const components = fourierComponents({ values, p, n: 3 });
    expect(powerShares(components).map((share) => share > 0.5)).toEqual(components.map(({ k }) => k === 4));
    const points = circlePoints({ values, p, n: 3 }, components[3]);
    for (const x of numbers) {
      expect(points[2 * x]).toBeCloseTo(3 * Math.cos(angle(4, x)), 10);
      expect(points[2 * x + 1]).toBeCloseTo(3 * Math.sin(angle(4, x)), 10);
    }
  });

  it('cross-entropy is ln p of equal logits, and does not overflow', () => {
    expect(crossEntropy(new Float64Array(p).fill(7), 2)).toBeCloseTo(Math.log(p), 12);
    expect(crossEntropy([1000, 0], 0)).toBe(0);
    expect(crossEntropy([1000, 0], 1)).toBe(1000);
  });
});

describe('restricted and excluded loss', () => {
  const sums = numbers.flatMap((a) => numbers.map((b): Sum => [a, b]));
  const train = sums.filter((_, i) => i % 3 === 0);
  const validation = sums.filter((_, i) => i % 3 !== 0);
  const scoresOf = (logit: (sum: Sum, c: number) => number) =>
    sumScores(Float32Array.from(sums.flatMap((sum) => numbers.map((c) => logit(sum, c)))), p, {
      train,
      validation,
    });
  const rule = ([a, b]: Sum, c: number) =>
    5 * Math.cos(angle(3, a + b - c)) + 5 * Math.cos(angle(7, a + b - c));
  const isTrained = new Set(train.map(([a, b]) => a * p + b));
  const memory = ([a, b]: Sum, c: number) => (isTrained.has(a * p + b) && c === (a + b) % p ? 20 : 0);

  it('a rule: its frequencies are key, restricted to them nothing is lost, without them all', () => {
    const { isKey, restricted, excluded, validation } = scoresOf(rule);
    expect(isKey.flatMap((key, index) => (key ? [index + 1] : []))).toEqual([3, 7]);
    expect(validation.accuracy).toBe(1);
    expect(restricted.loss).toBeCloseTo(validation.loss, 5);
    expect(excluded.loss).toBeCloseTo(Math.log(p), 5);
    expect(excluded.accuracy).toBe(0);
  });

  it('a rule of which half the strength is in weak frequencies: they are key as well, and without all of them nothing is left', () => {
    const weak = [1, 2, 5, 8, 10];
    const scores = scoresOf(
      (sum, c) =>
        rule(sum, c) +
        weak.reduce((total, k) => total + 2 * Math.cos(angle(k, sum[0] + sum[1] - c)), 0) +
        memory(sum, c) / 4,
    );
    const { shares, isKey, restricted, excluded, train } = scores;
    // Each is far below three times the mean share.
    for (const k of weak) expect(shares[k - 1]).toBeLessThan(1.5 / shares.length);
    expect(isKey.flatMap((key, index) => (key ? [index + 1] : []))).toEqual([1, 2, 3, 5, 7, 8, 10]);
    expect(restricted.accuracy).toBe(1);
    expect(restricted.loss).toBeLessThan(0.01);
    // What is left is the memory of a logit of 5.
    expect(excluded.loss).toBeCloseTo(Math.log(1 + (p - 1) * Math.exp(-5)), 5);
    expect(train.loss).toBeLessThan(0.001);
  });

  it('a frequency that adds little, though surely, is no key: with or without it the answers are the same', () => {
    const { isKey, gains, others, restricted, train } = scoresOf(
      (sum, c) => rule(sum, c) + 0.2 * Math.cos(angle(5, sum[0] + sum[1] - c)),
    );
    expect(gains[4]).toBeCloseTo(0.2, 5);
    expect(isKey.flatMap((key, index) => (key ? [index + 1] : []))).toEqual([3, 7]);
    expect(restricted.accuracy).toBe(1);
    expect(others.restricted.loss).toBeGreaterThan(0.9 * Math.log(p));
    expect(others.excluded.accuracy).toBe(1);
    expect(Math.abs(others.excluded.loss - train.loss)).toBeLessThan(0.1);
  });

  it('random logits have no key frequency', () => {
    const rng = random(1, 'logits');
    const { isKey } = scoresOf(() => 10 * rng.normal());
    expect(isKey).not.toContain(true);
  });

  it('memory alone: no key frequency, restricted is a guess, excluded keeps all', () => {
    const { isKey, train, validation, restricted, excluded } = scoresOf(memory);
    expect(isKey).not.toContain(true);
    expect(train.accuracy).toBe(1);
    expect(validation.accuracy).toBe(0);
    expect(restricted.loss).toBeCloseTo(Math.log(p), 10);
    expect(excluded.loss).toBe(train.loss);
  });

  it('both: training sums survive without the rule, held-out sums have it alone', () => {
    const { train, validation, restricted, excluded } = scoresOf((sum, c) => rule(sum, c) + memory(sum, c));
    expect(validation.accuracy).toBe(1);
    expect(excluded.loss).toBeCloseTo(Math.log(1 + (p - 1) * Math.exp(-20)), 5);
    expect(restricted.loss).toBeCloseTo(validation.loss, 5);
    expect(train.loss).toBeLessThan(validation.loss);
  });
});
