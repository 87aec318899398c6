// Dictionaries must recover known features: sparse sums of more directions than dimensions.

import { describe, expect, it } from 'vitest';
import { randomDirections } from '../../../../src/lenses/superposition/directions.ts';
import {
  activate,
  type Dictionary,
  decode,
  FEATURE_ACTIVATIONS,
  preactivations,
  readDirection,
  writtenDirection,
} from '../../../../src/model/training/dictionary/dictionary.ts';
import { compileDictionary, encode } from '../../../../src/model/training/dictionary/dictionary-program.ts';
import { stabilityOf } from '../../../../src/model/training/dictionary/stability.ts';
import {
  trainDictionary,
  trainTranscoder,
} from '../../../../src/model/training/dictionary/train-dictionary.ts';
import { runToCompletion } from '../../../../src/shared/job.ts';
import { cosine } from '../../../../src/shared/numbers.ts';
import { random } from '../../../../src/shared/random.ts';
import { wasmExecutors } from '../../../support/kernels/wasm-executors.ts';

const [, wasm] = wasmExecutors[0];
const [M, FEATURES, N] = [16, 24, 3000];

/** Each input is the sum of two of 24 directions in 16 dimensions; each target that of two others, in the same amounts. */
function planted() {
  const [read, written] = [randomDirections(FEATURES, M, 5), randomDirections(FEATURES, M, 6)];
  const chance = random(5, 'planted features');
  const [inputs, targets] = [new Float32Array(N * M), new Float32Array(N * M)];
  for (let n = 0; n < N; n++) {
    for (const feature of [chance.integer(FEATURES), chance.integer(FEATURES)]) {
      const amount = 1 + chance.float();
      for (let m = 0; m < M; m++) {
        inputs[n * M + m] += amount * read.numbers[feature * M + m];
        targets[n * M + m] += amount * written.numbers[feature * M + m];
      }
    }
  }
  const vectors = (numbers: Float32Array) => ({ numbers, N, d: M });
  return { read, written, inputs: vectors(inputs), targets: vectors(targets) };
}

const { read, written, inputs, targets } = planted();
const SETTINGS = { features: 48, k: 3, steps: 1200, seed: 1 };

/** Planted features whose direction some feature has. */
function recovered(dictionary: Dictionary, truth: { numbers: Float32Array }): number {
  const found = Array.from({ length: dictionary.F }, (_, f) => writtenDirection(dictionary, f));
  return Array.from({ length: FEATURES }, (_, p) => truth.numbers.subarray(p * M, (p + 1) * M)).filter(
    (direction) => found.some((each) => cosine(each, direction) > 0.9),
  ).length;
}

describe.each(FEATURE_ACTIVATIONS)('an autoencoder with %s', (activation) => {
  it('recovers most planted directions and most of the variance, and frees its memory', async () => {
    const dictionary = await runToCompletion(trainDictionary(wasm, inputs, { ...SETTINGS, activation }));
    const { code, explained } = await runToCompletion(encode(wasm, dictionary, inputs));
    expect(wasm.usage.buffers).toBe(0);
    expect(explained).toBeGreaterThan(0.85);
    expect(code.used).toBeGreaterThan(1.5);
    expect(code.used).toBeLessThan(3.5);
    if (activation === 'topk') {
      const { numbers, d } = code.toDense();
      for (let n = 0; n < N; n++)
        expect(numbers.subarray(n * d, (n + 1) * d).filter((a) => a > 0).length).toBeLessThanOrEqual(3);
    }
    expect(recovered(dictionary, written)).toBeLessThan(0.2 * FEATURES);
    expect(recovered(dictionary, read)).toBeGreaterThan((activation === 'topk' ? 0.75 : 0.5) * FEATURES);
  });
});

describe.each(FEATURE_ACTIVATIONS)('a transcoder with %s', (activation) => {
  it('recovers what planted features write, and computes the same on one vector as on many', async () => {
    const pairs = { inputs, targets };
    const dictionary = await runToCompletion(trainTranscoder(wasm, pairs, { ...SETTINGS, activation }));
    const { code, explained } = await runToCompletion(encode(wasm, dictionary, inputs, targets));
    expect(explained).toBeGreaterThan(0.85);
    expect(recovered(dictionary, written)).toBeGreaterThan(0.75 * FEATURES);

    const compiled = await compileDictionary(wasm, dictionary);
    const { reconstruction } = await compiled.encode(inputs, [7]);
    compiled.dispose();
    const x = inputs.numbers.subarray(7 * M, 8 * M);
    const activations = activate(dictionary, preactivations(dictionary, x));
    const dense = code.toDense().numbers.subarray(7 * 48, 8 * 48);
    activations.forEach((value, f) => {
      expect(value).toBeCloseTo(dense[f], 4);
    });
    decode(dictionary, activations).forEach((value, i) => {
      expect(value).toBeCloseTo(reconstruction[i], 4);
    });
    // A feature's input is linear in what it reads.
    const feature = activations.findIndex((value) => value > 0);
    const direction = readDirection(dictionary, feature);
    const sum = (vector: ArrayLike<number>) => preactivations(dictionary, vector)[feature];
    const product = direction.reduce((total, value, i) => total + value * x[i], 0);
    expect(sum(x) - sum(new Float32Array(M))).toBeCloseTo(product, 4);
  });
});

describe.each([4, 8, 16])('JumpReLU with k %i', (k) => {
  const settings = { features: 128, k, steps: 200, seed: 1, activation: 'jumprelu' as const };
  const isNearK = async (dictionary: Dictionary, from: typeof inputs) => {
    const { code } = await runToCompletion(encode(wasm, dictionary, from));
    expect(code.used / k).toBeGreaterThan(0.9);
    expect(code.used / k).toBeLessThan(1.1);
  };

  it.each([
    ['of a few directions each', 0],
    ['that mostly differ along one direction', 10],
  ])('uses k features on average of activations %s', async (_, along) => {
    const own = mixed(32, along);
    await isNearK(await runToCompletion(trainDictionary(wasm, own, settings)), own);
    const pairs = { inputs: own, targets: own };
    await isNearK(await runToCompletion(trainTranscoder(wasm, pairs, settings)), own);
  });
});

/** Sums of two of 48 directions, and of the first one with this standard deviation. */
function mixed(width: number, along: number) {
  const { numbers: directions } = randomDirections(48, width, 5);
  const chance = random(5, 'mixed features');
  const numbers = new Float32Array(N * width);
  for (let n = 0; n < N; n++)
    for (const [feature, amount] of [
      [0, along * chance.normal()],
      [chance.integer(48), 1 + chance.float()],
      [chance.integer(48), 1 + chance.float()],
    ])
      for (let m = 0; m < width; m++) numbers[n * width + m] += amount * directions[feature * width + m];
  return { numbers, N, d: width };
}

it('another seed finds the same planted features; random directions are less similar', async () => {
  const trained = async (seed: number) => {
    const dictionary = await runToCompletion(trainDictionary(wasm, inputs, { ...SETTINGS, seed }));
    const { code } = await runToCompletion(encode(wasm, dictionary, inputs));
    return { dictionary, code };
  };
  const one = await trained(1);
  const { cosine: likeness, found, chance } = await runToCompletion(stabilityOf(one, [await trained(2)]));
  expect(likeness).toBeGreaterThan(0.8);
  expect(found).toBeGreaterThan(0.4);
  expect(chance).toBeLessThan(0.65);
  expect(await runToCompletion(stabilityOf(one, [one]))).toMatchObject({
    cosine: expect.closeTo(1, 5),
    found: 1,
  });
});

it('seeds are compared in small parts, between which the comparison can be stopped', async () => {
  const dictionary = await runToCompletion(
    trainDictionary(wasm, inputs, { ...SETTINGS, steps: 1, features: 200 }),
  );
  const { code } = await runToCompletion(encode(wasm, dictionary, inputs));
  const one = { dictionary, code };
  const alive = 200 - code.dead;
  expect(alive).toBeGreaterThan(64);
  const job = stabilityOf(one, [one, one]);
  let [reports, before] = [0, 0];
  for (let each = await job.next(); !each.done; each = await job.next()) {
    const { done, total } = each.value;
    expect(total).toBe(alive);
    expect(done - (done <= 16 ? 0 : before)).toBeLessThanOrEqual(16);
    [reports, before] = [reports + 1, done];
  }
  // For each other seed: its features, as many random directions, and these.
  expect(reports).toBe(2 * 3 * Math.ceil(alive / 16));
});
