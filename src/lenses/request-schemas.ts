// What may be asked through each lens: names and kinds, and limits where the lens itself has none. Which layers, tokens and
// facts there are only the model knows: the lenses say that.

import * as v from 'valibot';
import { FACT_KEY_ENTRIES } from '../model/data/facts/fact-schema.ts';
import { VOCABULARY_LIMITS } from '../model/tokenizers/byte-pair-training.ts';
import {
  anyNumber,
  boolean,
  boundedArray,
  boundedString,
  finiteNumber,
  integerBetween,
  oneOf,
} from '../shared/validation.ts';
import type { Lenses, LensName } from '../workers/rpc/api/lab-api.ts';

/** Of a prompt, or any text that is looked at. */
export const TEXT = boundedString(100_000);
export const SEED = integerBetween(0, Number.MAX_SAFE_INTEGER);
const WORD = boundedString(200);
const COUNT = integerBetween(1, 10_000);
const IDS = boundedArray(anyNumber, 10_000);
const FLOATS = v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array');

const EMPTY = v.object({});
const TEXT_REQUEST = v.object({ text: TEXT });
const HEAD = { layer: anyNumber, head: anyNumber };
const TRACE = { samples: v.optional(anyNumber), noise: v.optional(anyNumber), seed: v.optional(SEED) };
const EDIT = {
  site: v.optional(v.object({ layer: anyNumber, at: oneOf(['answer', 'subject']) })),
  protect: v.optional(boolean),
  seed: v.optional(SEED),
};

/** A rewriting, tried or made. */
export const EDIT_REQUEST = v.object({ ...FACT_KEY_ENTRIES, newAnswer: WORD, ...EDIT });

const FACT_REQUEST_SCHEMAS = {
  facts: EMPTY,
  logitLens: v.object({ text: TEXT, follow: v.optional(anyNumber) }),
  attribution: v.object({
    text: TEXT,
    position: v.optional(anyNumber),
    answer: v.optional(anyNumber),
    rival: v.optional(anyNumber),
  }),
  trace: v.object({ text: TEXT, subject: WORD, answer: v.optional(anyNumber), ...TRACE }),
  traceFacts: v.object({ count: v.optional(COUNT), relation: v.optional(WORD), ...TRACE }),
  edit: EDIT_REQUEST,
  editBenchmark: v.object({ count: v.optional(COUNT), ...EDIT }),
};

const NEURON_REQUEST_SCHEMAS = {
  neuron: v.object({ layer: anyNumber, neuron: anyNumber, text: v.optional(TEXT) }),
  andGates: v.object({ ...FACT_KEY_ENTRIES, layer: anyNumber }),
  andFacts: v.object({
    layer: anyNumber,
    count: v.optional(COUNT),
    relation: v.optional(WORD),
    seed: v.optional(SEED),
  }),
  holding: v.object({ text: TEXT, layer: anyNumber, position: v.optional(anyNumber), ids: IDS }),
  angles: v.variant(
    'of',
    [
      v.object({ of: v.literal('random'), N: anyNumber, d: anyNumber, seed: SEED }),
      v.object({ of: v.literal('embeddings') }),
      v.object({ of: oneOf(['what neurons ask', 'what neurons add']), layer: anyNumber }),
    ],
    'it must be random, embeddings, what neurons ask or what neurons add',
  ),
  ownAngles: v.object({ layer: anyNumber, seed: v.optional(SEED) }),
  spread: v.object({ N: anyNumber, dimensions: boundedArray(anyNumber, 50), seed: SEED }),
  pushApart: v.object({
    N: anyNumber,
    d: anyNumber,
    tolerance: anyNumber,
    seed: SEED,
    steps: anyNumber,
    from: v.optional(FLOATS),
  }),
  toySuperposition: v.object({
    features: anyNumber,
    dimensions: anyNumber,
    present: v.pipe(finiteNumber, v.minValue(0, 'it is a share'), v.maxValue(1, 'it is a share')),
    seed: SEED,
    steps: anyNumber,
    from: v.optional(
      v.object({ step: integerBetween(0, 1e9), features: FLOATS, bias: FLOATS, loss: anyNumber }),
    ),
  }),
  dictionary: v.object({
    layer: anyNumber,
    features: anyNumber,
    k: anyNumber,
    steps: anyNumber,
    seed: SEED,
  }),
  feature: v.object({ feature: anyNumber }),
  factFeatures: v.object(FACT_KEY_ENTRIES),
};

const { max: maxVocabularySize } = VOCABULARY_LIMITS.vocabularySize;

export const LENS_REQUEST_SCHEMAS: {
  readonly [Name in LensName]: v.GenericSchema<unknown, Lenses[Name]['request']>;
} = {
  ...FACT_REQUEST_SCHEMAS,
  ...NEURON_REQUEST_SCHEMAS,
  embedding: EMPTY,
  neighbours: v.object({ id: anyNumber, by: oneOf(['cosine', 'dot product']), count: COUNT }),
  analogy: v.object({
    a: anyNumber,
    b: anyNumber,
    c: anyNumber,
    expected: v.optional(anyNumber),
    count: COUNT,
  }),
  direction: v.object({ from: anyNumber, to: anyNumber, ids: IDS }),
  pair: v.object({ one: anyNumber, other: anyNumber }),
  relations: EMPTY,
  stream: TEXT_REQUEST,
  parameters: EMPTY,
  weights: v.object({ name: boundedString(100) }),
  head: v.object({ text: TEXT, ...HEAD, query: anyNumber }),
  headScores: v.object({ text: v.optional(TEXT) }),
  ablation: v.object({ text: TEXT, ...HEAD, kind: oneOf(['zero', 'mean']), seed: SEED }),
  headMatrices: v.object(HEAD),
  cross: v.object({ text: TEXT, keysText: TEXT, ...HEAD }),
  prefixes: TEXT_REQUEST,
  phrases: v.object({ text: TEXT, token: anyNumber, by: oneOf(['contexts', 'growing']) }),
  map: v.object({ dimensions: oneOf([2, 3]), seed: SEED, restart: boolean }),
  bytePairs: v.object({
    text: TEXT,
    size: integerBetween(1, maxVocabularySize),
    merges: integerBetween(0, 1e6),
  }),
  cuts: TEXT_REQUEST,
};
