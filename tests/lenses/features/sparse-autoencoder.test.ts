// A sparse autoencoder must recover known features: sparse sums of more directions than dimensions.

import { expect, it } from 'vitest';
import { cosine } from '../../../src/lenses/embedding/embedding.ts';
import {
  encode,
  featureDirection,
  trainDictionary,
} from '../../../src/lenses/features/sparse-autoencoder/sparse-autoencoder.ts';
import { randomDirections } from '../../../src/lenses/superposition/angles.ts';
import { runToCompletion } from '../../../src/shared/job.ts';
import { random } from '../../../src/shared/random.ts';
import { wasmExecutors } from '../../support/kernels/wasm-executors.ts';

const [, wasm] = wasmExecutors[0];
const [M, FEATURES, N] = [16, 24, 3000];

/** Each vector is the sum of two of 24 directions in 16 dimensions. */
function planted() {
  const truth = randomDirections(FEATURES, M, 5);
  const chance = random(5, 'planted features');
  const numbers = new Float32Array(N * M);
  for (let n = 0; n < N; n++) {
    for (const feature of [chance.integer(FEATURES), chance.integer(FEATURES)]) {
      const amount = 1 + chance.float();
      for (let m = 0; m < M; m++) numbers[n * M + m] += amount * truth.numbers[feature * M + m];
    }
  }
  return { truth, vectors: { numbers, N, d: M } };
}

it('recovers most planted directions and most of the variance, and frees its memory', async () => {
  const { truth, vectors } = planted();
  const settings = { features: 48, k: 3, steps: 1200, seed: 1 };
  const dictionary = await runToCompletion(trainDictionary(wasm, vectors, settings));
  const { activations, explained } = await runToCompletion(encode(wasm, dictionary, vectors));
  expect(wasm.usage.buffers).toBe(0);
  expect(explained).toBeGreaterThan(0.85);
  const used = Array.from(
    { length: N },
    (_, n) => activations.subarray(n * 48, (n + 1) * 48).filter((a) => a > 0).length,
  );
  expect(Math.max(...used)).toBeLessThanOrEqual(3);

  const found = Array.from({ length: FEATURES }, (_, planted) => {
    const direction = truth.numbers.subarray(planted * M, (planted + 1) * M);
    return Math.max(
      ...Array.from({ length: 48 }, (_, f) => cosine(featureDirection(dictionary, f), direction)),
    );
  });
  expect(found.filter((likeness) => likeness > 0.9).length).toBeGreaterThan(0.75 * FEATURES);
});
