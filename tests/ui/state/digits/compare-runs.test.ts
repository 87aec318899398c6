// Comparison of digit networks: all runs advance in turn and always end.

import { expect, it } from 'vitest';
import { type Comparison, compareRuns } from '../../../../src/ui/state/digits/compare-runs.ts';

const score = { accuracy: 0.5, cost: 1, count: 10 };
const COMPARISON: Comparison = {
  from: 'fresh',
  steps: 20,
  every: 10,
  runs: [
    { name: 'slow', training: { learningRate: 0.1 } },
    { name: 'fast', training: { learningRate: 1 } },
  ],
};

function fakeDigits(failAt?: string) {
  const requests: string[] = [];
  let runCount = 0;
  const lens = async (name: string, { comparisonRun, steps }: { comparisonRun?: number; steps?: number }) => {
    requests.push([name, comparisonRun, steps].filter((part) => part !== undefined).join(' '));
    if (requests.at(-1) === failAt) throw new Error('The engine was lost.');
    if (name === 'start-comparison-run') return { comparisonRun: ++runCount };
    return { points: [], train: score, test: score };
  };
  return { requests, digits: { lens } as unknown as Parameters<typeof compareRuns>[0] };
}
const taskOptions = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

it('each run is evaluated at the start and after every interval, in turn', async () => {
  const { requests, digits } = fakeDigits();
  const counts: number[] = [];
  const runs = await compareRuns(digits, COMPARISON, taskOptions(), (some) =>
    counts.push(some.reduce((sum, { points }) => sum + points.length, 0)),
  );
  expect(runs.map(({ name, points }) => [name, points.map(({ step }) => step)])).toEqual([
    ['slow', [0, 10, 20]],
    ['fast', [0, 10, 20]],
  ]);
  expect(counts).toEqual([1, 2, 3, 4, 5, 6]);
  expect(requests.slice(2, 6)).toEqual([
    'train-comparison-run 1 0',
    'train-comparison-run 2 0',
    'train-comparison-run 1 10',
    'train-comparison-run 2 10',
  ]);
  expect(requests.slice(-2)).toEqual(['end-comparison-run 1', 'end-comparison-run 2']);
});

it('an error rejects, and the runs end', async () => {
  const { requests, digits } = fakeDigits('train-comparison-run 2 10');
  await expect(compareRuns(digits, COMPARISON, taskOptions(), () => undefined)).rejects.toThrow('lost');
  expect(requests.slice(-2)).toEqual(['end-comparison-run 1', 'end-comparison-run 2']);
});
