// One image in the network: all activations, one neuron's weighted sum and all weights, of one step.

import type { DigitLayerWeights, WeightedSum } from '../../../workers/rpc/api/lab-api.ts';
import type { DigitReader } from '../../state/digits/digit-reader.ts';
import { queryDigits } from '../../state/query-lenses.ts';
import type { NeuronIndex } from '../../types/digits.ts';
import type { DigitOptions } from '../digit-stage/digit-panel.ts';
import { pixelsOf } from '../digit-stage/map-data.ts';

export interface NeuronData {
  readonly place: NeuronIndex;
  /** One array for each layer, inputs first. */
  readonly activations: readonly Float32Array[];
  readonly sum: WeightedSum;
  readonly weights: readonly DigitLayerWeights[];
}

export async function fetchNeuron(
  digits: DigitReader,
  { input, neuron: place = { layer: 1, neuron: 0 } }: Pick<DigitOptions, 'input' | 'neuron'>,
): Promise<NeuronData> {
  const [{ activations, weights, 'weighted-sum': sum }, pixels] = await Promise.all([
    queryDigits(digits, { activations: input, 'weighted-sum': { input, ...place }, weights: {} }),
    pixelsOf(digits, input),
  ]);
  return {
    place,
    activations: [pixels, ...activations.a.map(({ data }) => data)],
    sum,
    weights: weights.layers,
  };
}
