// Fetches the data of the stage for one image: all activations, one neuron's weighted sum and all weights.

import type { DigitInput, DigitLayerWeights, WeightedSum } from '../../../workers/rpc/api/lab-api.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import type { NeuronIndex } from '../../types/digits.ts';

export interface StageRequest {
  /** Version of the weights; a new network or an edit increases it. */
  readonly weightsVersion: number;
  readonly input: DigitInput;
  readonly neuron: NeuronIndex;
}

export interface StageData {
  readonly request: StageRequest;
  readonly step: number;
  /** One array for each layer, inputs first. */
  readonly activations: readonly Float32Array[];
  readonly sum: WeightedSum;
  readonly weights: readonly DigitLayerWeights[];
}

export async function fetchStageData(digits: Digits, request: StageRequest): Promise<StageData> {
  const { input, neuron } = request;
  const [{ activations, weights, 'weighted-sum': sum }, pixels] = await Promise.all([
    queryDigits(digits, { activations: input, 'weighted-sum': { input, ...neuron }, weights: {} }),
    pixelsOf(digits, input),
  ]);
  return {
    request,
    step: activations.step,
    activations: [pixels, ...activations.a.map(({ data }) => data)],
    sum,
    weights: weights.layers,
  };
}

async function pixelsOf(digits: Digits, input: DigitInput): Promise<Float32Array> {
  if ('pixels' in input) return input.pixels;
  const { pixels } = await digits.lens('images', { split: input.split, from: input.indices[0], count: 1 });
  return pixels.data;
}
