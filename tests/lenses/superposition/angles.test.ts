// Angles between directions: by hand, against plain counting, on every executor; and orthogonalization.

import { afterAll, describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/kernels/backends/executor.ts';
import { ReferenceExecutor } from '../../../src/kernels/backends/reference/reference-executor.ts';
import {
  pairwiseAngles,
  randomDirections,
  welchBound,
} from '../../../src/lenses/superposition/directions.ts';
import type { Vectors } from '../../../src/model/inspection/nd-array.ts';
import { orthogonalize } from '../../../src/model/training/auxiliary/orthogonalize.ts';
import { trainToyModel } from '../../../src/model/training/auxiliary/toy-superposition.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { wasmExecutors } from '../../support/kernels/wasm-executors.ts';

const [, wasm] = wasmExecutors[0];

const runPairwise = (executor: Executor, vectors: Vectors) =>
  runToCompletion(pairwiseAngles(executor, vectors));

afterAll(() => {
  expect(wasm.usage).toMatchObject({ buffers: 0 });
});

describe('angles', () => {
  it('of the axes of a cube and a diagonal are 90, 180 and 54.7 degrees', async () => {
    const numbers = Float32Array.from([2, 0, 0, 0, 3, 0, -1, 0, 0, 1, 1, 1, 0, 0, 0]);
    const { directions, pairs, histogram, least, most } = await runPairwise(wasm, { numbers, N: 5, d: 3 });
    expect({ directions, pairs }).toEqual({ directions: 4, pairs: 6 });
    expect(histogram.flatMap((count, degree) => (count > 0 ? [[degree, count]] : []))).toEqual([
      [54, 2],
      [90, 2],
      [125, 1],
      [179, 1],
    ]);
    expect(least).toBeCloseTo(54.7356, 3);
    expect(most).toBe(180);
  });

  it('match a plain count, also with an incomplete last block', async () => {
    const vectors = randomDirections(300, 7, 1);
    const row = (n: number) => Array.from(vectors.numbers.subarray(n * 7, (n + 1) * 7));
    const angles: number[] = [];
    for (let a = 0; a < 300; a++) {
      for (let b = 0; b < a; b++) {
        angles.push((Math.acos(row(a).reduce((sum, v, i) => sum + v * row(b)[i], 0)) * 180) / Math.PI);
      }
    }
    const mean = angles.reduce((a, b) => a + b) / angles.length;
    const deviation = Math.sqrt(angles.reduce((sum, a) => sum + (a - mean) ** 2, 0) / angles.length);
    for (const executor of [wasm, new ReferenceExecutor()]) {
      const found = await runPairwise(executor, vectors);
      expect(found.pairs).toBe(angles.length);
      expect(found.mean).toBeCloseTo(mean, 3);
      expect(found.deviation).toBeCloseTo(deviation, 3);
      expect(found.least).toBeCloseTo(Math.min(...angles), 3);
    }
  });

  it('of random directions have a standard deviation of one over the root of the dimension around 90 degrees', async () => {
    for (const d of [25, 100, 400]) {
      const { mean, deviation } = await runPairwise(wasm, randomDirections(400, d, 3));
      expect(mean).toBeCloseTo(90, 0);
      expect((deviation * Math.PI * Math.sqrt(d)) / 180).toBeCloseTo(1, 1);
    }
  });

  it('report progress, and free their memory when they are aborted', async () => {
    const work = pairwiseAngles(wasm, randomDirections(300, 5, 1));
    expect((await work.next()).value).toEqual({ label: 'directions compared', done: 128, total: 300 });
    await work.return(undefined as never);
    expect(wasm.usage.buffers).toBe(0);
  });
});

it("Welch's bound is 5.7 degrees for ten thousand vectors in a hundred dimensions", () => {
  expect((Math.asin(welchBound(10_000, 100)) * 180) / Math.PI).toBeCloseTo(5.71, 2);
  expect(welchBound(100, 100)).toBe(0);
});

describe('orthogonalization', () => {
  it('makes N = d vectors perpendicular', async () => {
    const pushed = await orthogonalize(
      wasm,
      { N: 12, d: 12, tolerance: 0 },
      600,
      randomDirections(12, 12, 1).numbers,
    );
    const { least, most } = await runPairwise(wasm, pushed);
    expect(least).toBeGreaterThan(89.5);
    expect(most).toBeLessThan(90.5);
  });

  it('brings N > d vectors closer to perpendicular, but never past Welch’s bound', async () => {
    const [N, d] = [60, 20];
    const start = randomDirections(N, d, 2);
    const before = await runPairwise(wasm, start);
    const settings = { N, d, tolerance: 12 };
    const half = await orthogonalize(wasm, settings, 200, start.numbers);
    const pushed = await orthogonalize(wasm, settings, 200, half.numbers);
    const { least, most } = await runPairwise(wasm, pushed);
    const off = Math.max(90 - least, most - 90);
    expect(off).toBeLessThan(0.6 * Math.max(90 - before.least, before.most - 90));
    expect(off).toBeGreaterThanOrEqual((Math.asin(welchBound(N, d)) * 180) / Math.PI);
  });
});

it('five sparse features in two dimensions converge to 72 degrees apart', async () => {
  const settings = { features: 5, dimensions: 2, present: 0.1, seed: 1 };
  let toy = await trainToyModel(wasm, settings, 0);
  const start = await trainToyModel(wasm, settings, 1);
  while (toy.step < 1500) toy = await trainToyModel(wasm, settings, 250, toy);
  expect(toy.loss).toBeLessThan(start.loss / 2);
  const angle = (n: number) => Math.atan2(toy.features[2 * n + 1], toy.features[2 * n]);
  const around = Array.from({ length: 5 }, (_, n) => angle(n)).sort((a, b) => a - b);
  const gaps = around.map((angle, n) => (n < 4 ? around[n + 1] : around[0] + 2 * Math.PI) - angle);
  for (const gap of gaps) expect((gap * 180) / Math.PI).toBeCloseTo(72, -1);
});
