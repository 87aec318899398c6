// What the stage asks about the digit on it: every activation, one neuron's sum, and all weights, of one network.

import type { DigitInput, DigitLayerWeights, WeightedSum } from '../../../workers/lab-api.ts';
import type { Digits } from '../../controllers/digit-store.ts';
import type { NeuronPlace } from '../../views/network-picture/layout.ts';

export interface Question {
  /** Which weights: those of another count are another network's. */
  readonly weightsRead: number;
  readonly input: DigitInput;
  readonly neuron: NeuronPlace;
}

export interface Reading {
  readonly question: Question;
  readonly step: number;
  /** A layer each, inputs first. */
  readonly activations: readonly Float32Array[];
  readonly sum: WeightedSum;
  readonly weights: readonly DigitLayerWeights[];
}

export async function read(digits: Digits, question: Question): Promise<Reading> {
  const { input, neuron } = question;
  const [look, sum, { layers }, pixels] = await Promise.all([
    digits.lens('look', input),
    digits.lens('weightedSum', { input, ...neuron }),
    digits.lens('weights', {}),
    pixelsOf(digits, input),
  ]);
  return {
    question,
    step: look.step,
    activations: [pixels, ...look.a.map(({ data }) => data)],
    sum,
    weights: layers,
  };
}

async function pixelsOf(digits: Digits, input: DigitInput): Promise<Float32Array> {
  if ('pixels' in input) return input.pixels;
  const { pixels } = await digits.lens('images', { split: input.split, from: input.indices[0], count: 1 });
  return pixels.data;
}
