// A network that is trained for comparison with the current one; the worker keeps at most four.

import * as v from 'valibot';
import { DIGIT_TRAINING_SCHEMA } from '../../../model/digits/digit-settings.ts';
import { oneOf } from '../../../shared/validation.ts';
import { defineDigitLens } from '../define-digit-lens.ts';

// `training`: settings that differ from the current run's. `from`: the current weights, or new ones.
const REQUEST = v.object({
  training: v.optional(DIGIT_TRAINING_SCHEMA),
  from: oneOf(['current', 'fresh']),
});

export type ComparisonRunRequest = v.InferOutput<typeof REQUEST>;

export const startComparisonRunLens = defineDigitLens({
  name: 'start-comparison-run',
  aliases: ['comparisonRun'],
  request: REQUEST,
  async compute({ comparisonRuns }, { from, training }): Promise<{ comparisonRun: number }> {
    return { comparisonRun: await comparisonRuns.start(from, training) };
  },
});
