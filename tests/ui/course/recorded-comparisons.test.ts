// What ships of the compared networks is what training them anew gives.

import { expect, test } from 'vitest';
import { WasmExecutor } from '../../../src/kernels/backends/wasm/wasm-executor.ts';
import {
  COMPARISONS,
  type ComparisonName,
  RECORDED,
} from '../../../src/ui/course/02-gradient-descent/comparisons.ts';
import recordedPaths from '../../../src/ui/course/03-backpropagation/recorded/paths.json' with {
  type: 'json',
};
import { FULL_STEPS, IMAGES, MINI_BATCH } from '../../../src/ui/course/03-backpropagation/sgd-training.ts';
import { compareRuns } from '../../../src/ui/state/digits/compare-runs.ts';
import { Lab } from '../../../src/workers/session/lab.ts';
import { openPackedMnist } from '../../support/model/packed-mnist.ts';

test.each(Object.keys(COMPARISONS) as ComparisonName[])(
  '%s: the first points are the engine’s',
  async (name) => {
    const recorded = await RECORDED[name]();
    const { steps, every, runs } = COMPARISONS[name];
    expect(recorded.map((run) => run.name)).toEqual(runs.map((run) => run.name));
    for (const { points } of recorded) expect(points.at(-1)?.step).toBe(steps);
    const executor = await WasmExecutor.create();
    const lab = new Lab(
      undefined,
      async () => ({ executor, engine: { backend: 'wasm', adapter: executor.adapter } }),
      openPackedMnist,
    );
    await lab.start({ backend: 'cpu' });
    await lab.digits.create({ preset: 'digits' });
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    const digits = { lens: (lens: never, request: never) => lab.digits.lens(lens, request) };
    const fresh = await compareRuns(
      digits as unknown as Parameters<typeof compareRuns>[0],
      { ...COMPARISONS[name], steps: every },
      options,
      () => undefined,
    );
    for (const [i, { points }] of fresh.entries())
      for (const [k, { step, train, test: held }] of points.entries()) {
        const known = recorded[i].points[k];
        expect(known.step).toBe(step);
        // Five figures are recorded; relaxed and plain SIMD round differently, and steps amplify it.
        expect(Math.abs(known.train.cost - train.cost)).toBeLessThan(0.02 * train.cost + 1e-4);
        expect(Math.abs(known.test.accuracy - held.accuracy)).toBeLessThan(0.05);
      }
    await lab.dispose();
  },
);

test('paths: the mini-batches’ wavers, the full batch’s does not, and both cost what they say', () => {
  const { biases, costs } = recordedPaths;
  const wobble = (points: readonly { x: number; y: number }[]) => {
    const strays = points.slice(2, -2).map((point, i) => {
      const near = points.slice(i, i + 5);
      const mean = (axis: 'x' | 'y') => near.reduce((sum, each) => sum + each[axis], 0) / near.length;
      return Math.hypot(point.x - mean('x'), point.y - mean('y'));
    });
    return strays.reduce((sum, stray) => sum + stray, 0) / strays.length;
  };
  expect(wobble(biases.mini.slice(5))).toBeGreaterThan(10 * wobble(biases.full.slice(2)));
  expect(costs).toHaveLength(FULL_STEPS + 1);
  expect(IMAGES / MINI_BATCH).toBe(10);
  expect(costs[FULL_STEPS].mini).toBeLessThan(costs[FULL_STEPS].full);
});
