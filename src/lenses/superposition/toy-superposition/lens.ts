// Toy model of superposition, some steps of training per request.

import { type ToyModelState, trainToyModel } from '../../../model/training/auxiliary/toy-superposition.ts';
import { defineLens } from '../../shared/define-lens.ts';
import * as v from '../../shared/schemas.ts';
import { assertSize } from '../../shared/unit-results.ts';
import { MAX_STEPS } from '../directions.ts';

export type ToyModelResult = ToyModelState;

const MAX_FEATURES = 100;
const PROBABILITY = v.pipe(v.finiteNumber, v.minValue(0, 'it is a share'), v.maxValue(1, 'it is a share'));

export const toySuperpositionLens = defineLens({
  name: 'toy-superposition',
  aliases: ['toySuperposition'],
  // `present`: the probability that a feature is not 0. `from`: an earlier result.
  request: v.strictObject({
    features: v.anyNumber,
    dimensions: v.anyNumber,
    present: PROBABILITY,
    seed: v.SEED,
    steps: v.anyNumber,
    from: v.optional(
      v.strictObject({
        step: v.integerBetween(0, 1e9),
        features: v.FLOATS,
        bias: v.FLOATS,
        loss: v.anyNumber,
      }),
    ),
  }),
  async compute(run, { steps, from, ...settings }): Promise<ToyModelResult> {
    assertSize('features', settings.features, MAX_FEATURES);
    assertSize('dimensions', settings.dimensions, settings.features);
    assertSize('steps', steps, MAX_STEPS);
    const [numbers, biases] = [settings.features * settings.dimensions, settings.features];
    if (from && (from.features.length !== numbers || from.bias.length !== biases))
      throw new Error(`The initial state must have ${numbers} weights and ${biases} biases.`);
    return trainToyModel(run.executor, settings, steps, from);
  },
});
