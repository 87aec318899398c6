// The loss curve of a run stays bounded and keeps its mean.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  appendSteps,
  EMPTY_SERIES,
  type StepPoint,
  seriesUntil,
  smoothLosses,
} from '../../../src/shared/history/series.ts';

const steps = (losses: readonly number[]): StepPoint[] =>
  losses.map((loss, step) => ({ step, loss, gradientNorm: 2 * loss, learningRate: 1e-3 }));

test('a short run keeps every step', () => {
  const series = appendSteps(EMPTY_SERIES, steps([5, 4, 3]));
  expect(series.stride).toBe(1);
  expect(series.points.map(({ step, loss }) => [step, loss])).toEqual([
    [0, 5],
    [1, 4],
    [2, 3],
  ]);
});

test('a long run, in batches of any size, keeps mean, order and end in few points', () => {
  const most = 16;
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 1, maxLength: 600 }),
      fc.integer({ min: 1, max: 40 }),
      (losses, reported) => {
        const all = steps(losses);
        let series = EMPTY_SERIES;
        for (let i = 0; i < all.length; i += reported)
          series = appendSteps(series, all.slice(i, i + reported), most);

        const { points, stride } = series;
        expect(points.length).toBeLessThanOrEqual(most);
        expect(points.at(-1)?.step).toBe(losses.length - 1);
        expect(points.every((point, i) => i === 0 || point.step > points[i - 1].step)).toBe(true);
        expect(points.slice(0, -1).every(({ count }) => count === stride)).toBe(true);
        const total = points.reduce((sum, { loss, count }) => sum + loss * count, 0);
        expect(total).toBeCloseTo(
          losses.reduce((sum, loss) => sum + loss, 0),
          6,
        );
      },
    ),
  );
});

test('the input series does not change', () => {
  const before = appendSteps(EMPTY_SERIES, steps([5, 4]));
  appendSteps(before, [{ step: 2, loss: 3, gradientNorm: 1, learningRate: 1 }], 2);
  expect(before.points.map(({ loss }) => loss)).toEqual([5, 4]);
});

test('a series truncated at a step contains the steps before it', () => {
  const series = appendSteps(EMPTY_SERIES, steps([5, 4, 3, 2]));
  expect(seriesUntil(series, 2).points.map(({ step }) => step)).toEqual([0, 1]);
});

test('the moving average starts at the first loss, is constant for constant losses, and stays within their range', () => {
  for (const loss of smoothLosses(appendSteps(EMPTY_SERIES, steps([3, 3, 3])), 10))
    expect(loss).toBeCloseTo(3);
  const trend = smoothLosses(appendSteps(EMPTY_SERIES, steps([6, 2, 2, 2])), 10);
  expect(trend[0]).toBe(6);
  expect(trend[3]).toBeGreaterThan(2);
  expect(trend[3]).toBeLessThan(trend[1]);
});
