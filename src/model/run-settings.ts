// The settings of a run as they may come from outside, from a file or through the worker's door: their names and kinds.
// What each number can be, and whether it all fits, is said where a run is planned from them.

import * as v from 'valibot';
import { anyNumber, listOf, oneOf, textOf, wholeNumber, yesOrNo } from './checked.ts';
import type { ModelConfig } from './config.ts';
import { MOST_CHARACTERS } from './data/text/text.ts';
import { TOKENIZER_KINDS } from './tokenizers/tokenizer.ts';
import type { TrainingConfig } from './training-config.ts';

/** More than a table shows, fewer than would take a minute to state in every wording. */
const MOST_ROWS = 1000;
/** A few long words. */
const LONGEST_FACT = 200;

/** The settings left out are the preset's; any other name is refused, since it would be lost without a word. */
function numbers<Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, v.optional(anyNumber)])) as Record<
    Name,
    v.OptionalSchema<typeof anyNumber, undefined>
  >;
}

/** V may stand among them, where a whole configuration is given: the data decide it. */
const MODEL = v.strictObject({
  ...numbers(['V', 'L', 'H', 'C', 'T', 'mlpWidth', 'initStd'] satisfies (keyof ModelConfig)[]),
  activation: v.optional(oneOf(['gelu', 'relu'])),
  tied: v.optional(yesOrNo),
});

const TRAINING = v.strictObject(
  numbers([
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

const fact = textOf(LONGEST_FACT);
export const FACT_KEY = { subject: fact, relation: fact };
export const FACT_ROWS = listOf(v.strictObject({ ...FACT_KEY, answer: v.optional(fact) }), MOST_ROWS);
export const PAST_EDITS = listOf(
  v.object({
    ...FACT_KEY,
    oldAnswer: fact,
    newAnswer: fact,
    site: v.object({ layer: wholeNumber(0, 999), at: oneOf(['answer', 'subject']) }),
    protect: yesOrNo,
    step: wholeNumber(0, Number.MAX_SAFE_INTEGER),
  }),
  10_000,
);

export const RUN_SETTINGS = v.strictObject({
  preset: textOf(32),
  model: v.optional(MODEL),
  training: v.optional(TRAINING),
  facts: v.optional(FACT_ROWS),
  text: v.optional(textOf(MOST_CHARACTERS)),
  tokenizer: v.optional(oneOf(TOKENIZER_KINDS)),
  vocabularySize: v.optional(anyNumber),
});
