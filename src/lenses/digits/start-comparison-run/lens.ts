// A network that is trained for comparison with the current one; the worker keeps at most four.

import * as v from 'valibot';
import { DIGIT_TRAINING_SCHEMA } from '../../../model/digits/digit-settings.ts';
import { oneOf, strictObject } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';
import { WEIGHT_CHANGES } from '../digit-gradients.ts';

// `training`: settings that differ from the current run's. `from`: the current weights, or new ones; `changes`: single weights.
const REQUEST = strictObject({
  training: v.optional(DIGIT_TRAINING_SCHEMA),
  from: oneOf(['current', 'fresh']),
  changes: v.optional(WEIGHT_CHANGES),
});

export type ComparisonRunRequest = v.InferOutput<typeof REQUEST>;

export const startComparisonRunLens = defineDigitLens({
  name: 'start-comparison-run',
  aliases: ['comparisonRun'],
  request: REQUEST,
  async compute({ comparisonRuns }, { from, training, changes }): Promise<{ comparisonRun: number }> {
    return { comparisonRun: await comparisonRuns.start(from, training, changes) };
  },
});
