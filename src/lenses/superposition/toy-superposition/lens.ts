// Toy model of superposition, some steps of training per request.

import * as v from 'valibot';
import { anyNumber, finiteNumber, integerBetween, strictObject } from '../../../shared/validation.ts';
import { defineLens } from '../../shared/define-lens.ts';
import { FLOATS, SEED } from '../../shared/schemas.ts';
import { assertSize } from '../../shared/unit-results.ts';
import { MAX_STEPS } from '../directions.ts';
import { type ToyModelState, trainToyModel } from './toy-superposition.ts';

export type ToyModelResult = ToyModelState;

const MAX_FEATURES = 100;
const PROBABILITY = v.pipe(finiteNumber, v.minValue(0, 'it is a share'), v.maxValue(1, 'it is a share'));

export const toySuperpositionLens = defineLens({
  name: 'toy-superposition',
  aliases: ['toySuperposition'],
  // `present`: the probability that a feature is not 0. `from`: an earlier result.
  request: strictObject({
    features: anyNumber,
    dimensions: anyNumber,
    present: PROBABILITY,
    seed: SEED,
    steps: anyNumber,
    from: v.optional(
      strictObject({ step: integerBetween(0, 1e9), features: FLOATS, bias: FLOATS, loss: anyNumber }),
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
