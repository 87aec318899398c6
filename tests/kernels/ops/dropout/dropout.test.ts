// Dropout: the hash, the share of dropped elements, independence of seed, step, place and index, and equal bits on all backends.

import { expect, test } from 'vitest';
import { ReferenceExecutor } from '../../../../src/kernels/backends/reference/reference-executor.ts';
import { dropout, pcg4d } from '../../../../src/kernels/ops/dropout/dropout.ts';
import {
  createOpHarness,
  runOpHarness,
  seededRandom,
} from '../../../../src/kernels/verification/op-harness.ts';
import { runReference } from '../../../support/kernels/run-reference.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

const N = 20_000;

/** 1 where an element of ones is kept. */
function kept({ rate = 0.5, place = 0, seed = 1, step = 2, shard = 0, count = N } = {}): number[] {
  const { y } = runReference(dropout, {
    dims: { N: count, words: 3 },
    attributes: { rate, place },
    values: { x: Array(count).fill(1), key: [seed, step, shard] },
  });
  return Array.from(y, (value) => Number(value !== 0));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** Share of the elements where two masks agree: ½ if they are independent. */
const agreement = (a: readonly number[], b: readonly number[]) =>
  mean(a.map((value, i) => Number(value === b[i])));
/** Five standard deviations of a mean of N coins. */
const NOISE = (5 * 0.5) / Math.sqrt(N);

test('the hash is pcg4d', () => {
  // In exact integer arithmetic, modulo 2³².
  const exact = (numbers: bigint[]) => {
    let [x, y, z, w] = numbers.map((number) => (number * 1664525n + 1013904223n) % 2n ** 32n);
    for (const round of [1, 2]) {
      x = (x + y * w) % 2n ** 32n;
      y = (y + z * x) % 2n ** 32n;
      z = (z + x * y) % 2n ** 32n;
      w = (w + y * z) % 2n ** 32n;
      if (round === 1) [x, y, z, w] = [x, y, z, w].map((word) => word ^ (word >> 16n));
    }
    return [x, y, z, w].map(Number);
  };
  expect(pcg4d([0, 0, 0, 0])).toEqual(exact([0n, 0n, 0n, 0n]));
  expect(pcg4d([-1, 12_345, 3, 2 ** 31])).toEqual(exact([2n ** 32n - 1n, 12_345n, 3n, 2n ** 31n]));
});

test('kept elements are divided by 1 − rate; the gradient passes through the same elements', () => {
  const ones = Array(N).fill(1);
  const { y, d_x } = runReference(dropout, {
    dims: { N, words: 3 },
    attributes: { rate: 0.75, place: 0 },
    values: { x: ones, key: [1, 2, 0], d_y: ones },
  });
  expect(new Set(y)).toEqual(new Set([0, 4]));
  expect([...d_x]).toEqual([...y]);
});

test('the masks of shards are the parts of the mask of the whole batch', () => {
  const shards = [0, 1, 2, 3].map((shard) => kept({ shard, count: N / 4 }));
  expect(shards.flat()).toEqual(kept());
});

test('a negative shard keeps every element as it is, and its gradient', () => {
  const x = Array.from({ length: 9 }, (_, i) => Math.fround(Math.sin(i)));
  const { y, d_x } = runReference(dropout, {
    dims: { N: 9, words: 3 },
    attributes: { rate: 0.75, place: 0 },
    values: { x, key: [1, 2, -1], d_y: x },
  });
  expect([...y]).toEqual(x);
  expect([...d_x]).toEqual(x);
});

test.each([0.1, 0.5, 0.9])('the share of dropped elements is the rate %d', (rate) => {
  expect(Math.abs(mean(kept({ rate })) - (1 - rate))).toBeLessThan(NOISE);
});

test('rate 0 keeps every element', () => {
  expect(mean(kept({ rate: 0 }))).toBe(1);
});

test.each([{ seed: 2 }, { step: 3 }, { place: 1 }, { shard: 1 }, { seed: 2, step: 1 }])(
  '%o gives an independent mask',
  (other) => {
    expect(Math.abs(agreement(kept(), kept(other)) - 0.5)).toBeLessThan(NOISE);
  },
);

test.each([1, 2, 3, 4, 64])('elements at distance %d are independent', (distance) => {
  const mask = kept();
  expect(Math.abs(agreement(mask.slice(distance), mask) - 0.5)).toBeLessThan(NOISE);
});

test('masks of consecutive steps are independent at every element', () => {
  const steps = Array.from({ length: 200 }, (_, step) => kept({ step, count: 8 }));
  for (let i = 0; i < 8; i++) expect(Math.abs(mean(steps.map((mask) => mask[i])) - 0.5)).toBeLessThan(0.18);
});

test.each(wasmExecutors)('%s has the bits of the reference', async (_, executor) => {
  for (const opCase of dropout.cases) {
    const harness = createOpHarness(dropout, opCase, seededRandom(5));
    const expected = await runOpHarness(new ReferenceExecutor(), harness);
    const actual = await runOpHarness(executor, harness);
    for (const [name, values] of expected)
      expect(Array.from(actual.get(name) ?? [], (value) => value !== 0)).toEqual(
        Array.from(values, (value) => value !== 0),
      );
  }
});

test('rejects rates outside [0, 1) and keys of other lengths', () => {
  const run = (rate: number, words: number) => () =>
    runReference(dropout, { dims: { N: 1, words }, attributes: { rate, place: 0 }, values: {} });
  expect(run(1, 3)).toThrow('dropout: the rate is 1; expected at least 0 and less than 1');
  expect(run(0.5, 1)).toThrow('dropout: the key has 1 words; expected seed, step and shard');
});
