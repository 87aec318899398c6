// Reproducible images of noise, and the network's predictions for them.

import type { DigitReader } from '../../../state/digits/digit-reader.ts';
import { noise } from '../../digit-stage/noise-image.ts';

export interface NoiseResult {
  readonly pixels: Float32Array;
  /** [10]: outputs for the image shown. */
  readonly outputs: Float32Array;
  /** [10]: number of noise images predicted as each digit. */
  readonly predictionCounts: readonly number[];
  /** Means of the largest output, over the noise images and over as many test images. */
  readonly meanMaxProbability: number;
  readonly meanMaxProbabilityOnDigits: number;
}

const PIXELS = 784;
const DIGITS = 10;
const NOISE_SAMPLES = 200;

export async function fetchNoise(digits: DigitReader, seed: number): Promise<NoiseResult> {
  const pixels = noise(seed, NOISE_SAMPLES);
  // One batch holds both: the two halves have the same weights.
  const test = await digits.lens('images', { split: 'test', from: 0, count: NOISE_SAMPLES });
  const batch = new Float32Array([...pixels, ...test.pixels.data]);
  const { a } = await digits.lens('activations', { pixels: batch });
  const outputs = rows(a[a.length - 1].data);
  const [ofNoise, ofDigits] = [outputs.slice(0, NOISE_SAMPLES), outputs.slice(NOISE_SAMPLES)];
  const predictionCounts = new Array<number>(DIGITS).fill(0);
  for (const row of ofNoise) predictionCounts[row.indexOf(Math.max(...row))] += 1;
  return {
    pixels: pixels.subarray(0, PIXELS),
    outputs: ofNoise[0],
    predictionCounts,
    meanMaxProbability: meanMaxProbability(ofNoise),
    meanMaxProbabilityOnDigits: meanMaxProbability(ofDigits),
  };
}

const rows = (outputs: Float32Array) =>
  Array.from({ length: outputs.length / DIGITS }, (_, i) => outputs.subarray(i * DIGITS, (i + 1) * DIGITS));

const meanMaxProbability = (all: readonly Float32Array[]) =>
  all.reduce((sum, row) => sum + Math.max(...row), 0) / all.length;
