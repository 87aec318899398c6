// Schemas of all requests. `postMessage` and the option `--request` bypass the types, so the worker validates every request
// before it is executed.

import * as v from 'valibot';
import { EDIT_REQUEST } from '../../lenses/editing/edit-request.ts';
import { SEED, TEXT } from '../../lenses/shared/schemas.ts';
import { FACT_ROWS_SCHEMA } from '../../model/data/facts/fact-schema.ts';
import { WEIGHT_CHANGES } from '../../model/digits/digit-gradients.ts';
import { DIGIT_SETTINGS_SCHEMA } from '../../model/digits/digit-settings.ts';
import { RUN_SETTINGS_SCHEMA } from '../../model/training/run-settings-schema.ts';
import { TRAINING_LIMITS } from '../../shared/settings/training-settings.ts';
import {
  anyNumber,
  boolean,
  boundedArray,
  boundedString,
  finiteNumber,
  integerBetween,
  oneOf,
  parseWithSchema,
  recordOf,
  strictObject,
} from '../../shared/validation.ts';
import { WEIGHT_TYPES } from '../../shared/weight-types.ts';
import type { ActivationName } from './api/lab-api.ts';

const INDEX = v.optional(integerBetween(0, Number.MAX_SAFE_INTEGER));
const TOKEN_IDS = boundedArray(integerBetween(0, Number.MAX_SAFE_INTEGER), 10_000);
const ACTIVATION_NAMES = boundedArray(boundedString(100) as v.GenericSchema<unknown, ActivationName>, 1000);
const INTERVENTIONS = boundedArray(
  strictObject({
    name: boundedString(100) as v.GenericSchema<unknown, ActivationName>,
    kind: oneOf(['zero', 'scale', 'mean', 'replace']),
    value: v.optional(finiteNumber),
    head: INDEX,
    neuron: INDEX,
    position: INDEX,
  }),
  1000,
);
const PROMPT_ENTRIES = {
  prompt: v.optional(TEXT),
  generated: v.optional(TOKEN_IDS),
  last: v.optional(integerBetween(1, Number.MAX_SAFE_INTEGER)),
  activations: v.optional(ACTIVATION_NAMES),
  interventions: v.optional(INTERVENTIONS),
};
const FOCUS = strictObject({
  role: v.optional(
    v.union(
      [boundedString(100), boundedArray(boundedString(100), 100)],
      'it must be the name of a pattern or a list of words',
    ),
  ),
  word: v.optional(boundedString(100)),
  answer: v.optional(boolean),
  selected: v.optional(strictObject({ layer: INDEX, head: INDEX, token: INDEX })),
});
const QUERY_ENTRIES = {
  ...PROMPT_ENTRIES,
  focus: v.optional(FOCUS),
  variants: v.optional(recordOf(boundedString(100), strictObject(PROMPT_ENTRIES))),
  lenses: v.optional(recordOf(boundedString(100), v.unknown())),
};

/** Schema of each method's first argument. */
const REQUEST_SCHEMAS = {
  start: strictObject({
    backend: oneOf(['auto', 'webgpu', 'cpu']),
    threads: v.optional(integerBetween(1, 64)),
  }),
  create: RUN_SETTINGS_SCHEMA,
  openFiles: v.optional(oneOf(WEIGHT_TYPES)),
  compare: strictObject({
    variants: v.pipe(
      boundedArray(RUN_SETTINGS_SCHEMA, 4),
      v.minLength(2, 'a comparison needs at least two variants'),
    ),
    evaluateEvery: v.optional(integerBetween(1, TRAINING_LIMITS.steps.max)),
  }),
  variant: integerBetween(0, 3),
  inspect: strictObject({
    text: TEXT,
    written: v.optional(TOKEN_IDS),
    names: ACTIVATION_NAMES,
    interventions: v.optional(INTERVENTIONS),
  }),
  query: strictObject({ ...QUERY_ENTRIES, otherwise: v.optional(strictObject(QUERY_ENTRIES)) }),
  queryDigits: strictObject({
    lenses: v.optional(recordOf(boundedString(100), v.unknown())),
    comparisonRun: v.optional(anyNumber),
  }),
  generate: strictObject({
    prompt: TEXT,
    tokens: anyNumber,
    temperature: anyNumber,
    topK: v.optional(anyNumber),
    topP: v.optional(anyNumber),
    seed: SEED,
  }),
  teach: FACT_ROWS_SCHEMA,
  applyEdit: EDIT_REQUEST,
  prepareEdit: EDIT_REQUEST,
  undoEdit: integerBetween(1, Number.MAX_SAFE_INTEGER),
  diagnose: strictObject({ speed: boolean }),
  dutyCycle: finiteNumber,
  kernel: boundedString(100),
  save: strictObject({ optimizer: v.optional(boolean) }),
  open: v.instance(Uint8Array<ArrayBuffer>, 'it must be the bytes of a file'),
  openRecorded: strictObject({
    file: v.instance(Uint8Array<ArrayBuffer>, 'it must be the bytes of a file'),
    history: boundedString(10_000_000),
    folder: boundedString(10_000),
  }),
  runId: boundedString(100),
  runName: boundedString(1000),
  checkpointStep: v.optional(integerBetween(0, Number.MAX_SAFE_INTEGER)),
  networkKind: oneOf(['model', 'digits']),
  createDigits: DIGIT_SETTINGS_SCHEMA,
  loadImages: oneOf(['first', 'all']),
  setWeights: WEIGHT_CHANGES,
};

/** Validates the argument of a method. @throws Error that names the invalid or unknown key */
export function parseRequest<Method extends keyof typeof REQUEST_SCHEMAS>(
  method: Method,
  request: unknown,
): v.InferOutput<(typeof REQUEST_SCHEMAS)[Method]> {
  return parseWithSchema(REQUEST_SCHEMAS[method], request, `Request “${method}”`);
}
