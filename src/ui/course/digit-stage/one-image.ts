// Random weights after gradient steps for one image alone: what chapter 3 warns of.

import type { DigitInput, DigitTraining, WeightChange } from '../../../workers/rpc/api/lab-api.ts';
import type { Digits } from '../../state/digits/digit-store.ts';
import type { StagedState } from '../../state/digits/staged-network.ts';
import { queryDigits } from '../../state/query-lenses.ts';

const STEPS = 12;
const LEARNING_RATE = 4;

/** Every step is the engine's gradient at the weights of a comparison run, which the next one replaces. */
export async function descendOnImage(
  digits: Digits,
  input: DigitInput,
  training: Partial<DigitTraining>,
): Promise<StagedState> {
  const labelled = 'pixels' in input && !input.labels ? { ...input, labels: [0] } : input;
  let changes: WeightChange[] = [];
  for (let step = 0; step < STEPS; step++) {
    const start = { from: 'fresh' as const, training, ...(changes.length > 0 && { changes }) };
    const { comparisonRun } = await digits.lens('start-comparison-run', start);
    const { weights, gradient } = await queryDigits(
      digits,
      { weights: {}, gradient: labelled },
      comparisonRun,
    );
    await digits.lens('end-comparison-run', { comparisonRun });
    changes = weights.layers.flatMap((layer, at) => {
      const slopes = gradient.layers[at];
      const inputs = layer.weights.shape[1];
      const stepped = (value: number, slope: number) => value - LEARNING_RATE * slope;
      return [
        ...Array.from(layer.weights.data, (value, i) => ({
          ...{ layer: at + 1, neuron: Math.floor(i / inputs), from: i % inputs },
          value: stepped(value, slopes.weights.data[i]),
        })),
        ...Array.from(layer.biases.data, (value, neuron) => ({
          ...{ layer: at + 1, neuron },
          value: stepped(value, slopes.biases.data[neuron]),
        })),
      ];
    });
  }
  return { from: 'fresh', training, changes };
}
