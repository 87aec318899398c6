// Networks side by side: all take the same steps in turn, and end whatever happens.

import { expect, it } from 'vitest';
import { type Comparison, compareRuns } from '../../../src/ui/controllers/compare-runs.ts';

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
  const asked: string[] = [];
  let begun = 0;
  const lens = async (name: string, { sideRun, steps }: { sideRun?: number; steps?: number }) => {
    asked.push([name, sideRun, steps].filter((part) => part !== undefined).join(' '));
    if (asked.at(-1) === failAt) throw new Error('The engine was lost.');
    if (name === 'sideRun') return { sideRun: ++begun };
    return { points: [], train: score, test: score };
  };
  return { asked, digits: { lens } as unknown as Parameters<typeof compareRuns>[0] };
}
const wait = () => ({ signal: new AbortController().signal, onProgress: () => undefined });

it('each is tested at the start and after every part, in turn', async () => {
  const { asked, digits } = fakeDigits();
  const told: number[] = [];
  const runs = await compareRuns(digits, COMPARISON, wait(), (some) =>
    told.push(some.reduce((sum, { points }) => sum + points.length, 0)),
  );
  expect(runs.map(({ name, points }) => [name, points.map(({ step }) => step)])).toEqual([
    ['slow', [0, 10, 20]],
    ['fast', [0, 10, 20]],
  ]);
  expect(told).toEqual([1, 2, 3, 4, 5, 6]);
  expect(asked.slice(2, 6)).toEqual(['sideSteps 1 0', 'sideSteps 2 0', 'sideSteps 1 10', 'sideSteps 2 10']);
  expect(asked.slice(-2)).toEqual(['endSideRun 1', 'endSideRun 2']);
});

it('what goes wrong is told, and the runs end all the same', async () => {
  const { asked, digits } = fakeDigits('sideSteps 2 10');
  await expect(compareRuns(digits, COMPARISON, wait(), () => undefined)).rejects.toThrow('lost');
  expect(asked.slice(-2)).toEqual(['endSideRun 1', 'endSideRun 2']);
});
