// The settings of a run as they may come from outside, from a file or through the worker's door: their names and kinds.
// What each number can be, and whether it all fits, is said where a run is planned from them.

import * as v from 'valibot';
import { anyNumber, boolean, boundedString, oneOf } from '../../shared/validation.ts';
import type { ModelConfig } from '../architecture/config.ts';
import { FACT_ROWS_SCHEMA } from '../data/facts/fact-schema.ts';
import { MAX_CHARACTERS } from '../data/text/text.ts';
import { TOKENIZER_KINDS } from '../tokenizers/tokenizer.ts';
import type { TrainingConfig } from './training-config.ts';

/** The settings left out are the preset's; any other name is refused, since it would be lost without a word. */
function optionalNumbers<Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, v.optional(anyNumber)])) as Record<
    Name,
    v.OptionalSchema<typeof anyNumber, undefined>
  >;
}

/** V may stand among them, where a whole configuration is given: the data decide it. */
const MODEL_SCHEMA = v.strictObject({
  ...optionalNumbers(['V', 'L', 'H', 'C', 'T', 'mlpWidth', 'initStd'] satisfies (keyof ModelConfig)[]),
  activation: v.optional(oneOf(['gelu', 'relu'])),
  tied: v.optional(boolean),
});

const TRAINING_SCHEMA = v.strictObject(
  optionalNumbers([
    'B',
    'steps',
    'learningRate',
    'minLearningRate',
    'warmupSteps',
    'weightDecay',
    'beta1',
    'beta2',
    'clipNorm',
    'seed',
  ] satisfies (keyof TrainingConfig)[]),
);

export const RUN_SETTINGS_SCHEMA = v.strictObject({
  preset: boundedString(32),
  model: v.optional(MODEL_SCHEMA),
  training: v.optional(TRAINING_SCHEMA),
  facts: v.optional(FACT_ROWS_SCHEMA),
  text: v.optional(boundedString(MAX_CHARACTERS)),
  tokenizer: v.optional(oneOf(TOKENIZER_KINDS)),
  vocabularySize: v.optional(anyNumber),
});
