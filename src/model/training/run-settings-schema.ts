// Schema of run settings from outside (files, URLs, requests to the worker): keys and types. `planRun` checks ranges.

import * as v from 'valibot';
import { CORPUS_NAMES } from '../../shared/settings/corpora.ts';
import { ACTIVATIONS, BIASES, INITS, NORMS, POSITIONS } from '../../shared/settings/model-settings.ts';
import { OPTIMIZERS, SCHEDULES } from '../../shared/settings/training-settings.ts';
import {
  anyNumber,
  boolean,
  boundedString,
  integerBetween,
  oneOf,
  strictObject,
} from '../../shared/validation.ts';
import { FAMILY_NAMES, type ModelConfig, PART_LIMITS } from '../architecture/config.ts';
import { DATA_LIMITS } from '../data/datasets.ts';
import { FACT_ROWS_SCHEMA } from '../data/facts/fact-schema.ts';
import { MAX_CHARACTERS } from '../data/text/text.ts';
import { TOKENIZER_KINDS } from '../tokenizers/tokenizer.ts';
import type { TrainingConfig } from './training-config.ts';

/** Unknown keys are rejected, since they would be dropped silently. */
function optionalNumbers<Name extends string>(names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, v.optional(anyNumber)])) as Record<
    Name,
    v.OptionalSchema<typeof anyNumber, undefined>
  >;
}

/** Accepts V so that a complete config is valid; the data set determines its value. */
const MODEL_SCHEMA = strictObject({
  V: v.optional(integerBetween(0, 1e7)),
  ...optionalNumbers(['L', 'H', 'C', 'T', 'mlpWidth', 'initStd'] satisfies (keyof ModelConfig)[]),
  ...optionalNumbers(Object.keys(PART_LIMITS) as (keyof typeof PART_LIMITS)[]),
  activation: v.optional(oneOf(ACTIVATIONS)),
  tied: v.optional(boolean),
  norm: v.optional(oneOf(NORMS)),
  qkNorm: v.optional(boolean),
  positions: v.optional(oneOf(POSITIONS)),
  biases: v.optional(oneOf(BIASES)),
  parallelResidual: v.optional(boolean),
  init: v.optional(oneOf(INITS)),
  family: v.optional(oneOf(FAMILY_NAMES)),
});

const TRAINING_SCHEMA = strictObject({
  ...optionalNumbers([
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
    'decaySteps',
    'momentum',
    'muonLearningRate',
    'accumulation',
  ] satisfies (keyof TrainingConfig)[]),
  optimizer: v.optional(oneOf(OPTIMIZERS)),
  schedule: v.optional(oneOf(SCHEDULES)),
});

export const RUN_SETTINGS_SCHEMA = strictObject({
  preset: boundedString(32),
  model: v.optional(MODEL_SCHEMA),
  training: v.optional(TRAINING_SCHEMA),
  facts: v.optional(FACT_ROWS_SCHEMA),
  text: v.optional(boundedString(MAX_CHARACTERS)),
  corpus: v.optional(oneOf(CORPUS_NAMES)),
  tokenizer: v.optional(oneOf(TOKENIZER_KINDS)),
  ...optionalNumbers(Object.keys(DATA_LIMITS) as (keyof typeof DATA_LIMITS)[]),
});
