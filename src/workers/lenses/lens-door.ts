// What may be asked through each lens: names and kinds, and limits where the lens itself has none. Which layers, tokens and
// facts there are only the model knows: the lenses say that.

import * as v from 'valibot';
import { anyNumber, finiteNumber, listOf, oneOf, textOf, wholeNumber, yesOrNo } from '../../model/checked.ts';
import { FACT_KEY } from '../../model/run-settings.ts';
import { VOCABULARY_LIMITS } from '../../model/tokenizers/byte-pair-training.ts';
import type { Lenses, LensName } from '../lab-api.ts';

/** Of a prompt, or any text that is looked at. */
export const TEXT = textOf(100_000);
export const SEED = wholeNumber(0, Number.MAX_SAFE_INTEGER);
const WORD = textOf(200);
const COUNT = wholeNumber(1, 10_000);
const IDS = listOf(anyNumber, 10_000);
const FLOATS = v.instance(Float32Array<ArrayBuffer>, 'it must be a Float32Array');

const NOTHING = v.object({});
const READ = v.object({ text: TEXT });
const HEAD = { layer: anyNumber, head: anyNumber };
const TRACE = { samples: v.optional(anyNumber), noise: v.optional(anyNumber), seed: v.optional(SEED) };
const EDIT = {
  site: v.optional(v.object({ layer: anyNumber, at: oneOf(['answer', 'subject']) })),
  protect: v.optional(yesOrNo),
  seed: v.optional(SEED),
};

/** A rewriting, tried or made. */
export const EDIT_ASKED = v.object({ ...FACT_KEY, newAnswer: WORD, ...EDIT });

const FACT_ASKS = {
  facts: NOTHING,
  logitLens: v.object({ text: TEXT, follow: v.optional(anyNumber) }),
  attribution: v.object({
    text: TEXT,
    position: v.optional(anyNumber),
    answer: v.optional(anyNumber),
    rival: v.optional(anyNumber),
  }),
  trace: v.object({ text: TEXT, subject: WORD, answer: v.optional(anyNumber), ...TRACE }),
  traceFacts: v.object({ count: v.optional(COUNT), relation: v.optional(WORD), ...TRACE }),
  edit: EDIT_ASKED,
  editBenchmark: v.object({ count: v.optional(COUNT), ...EDIT }),
};

const NEURON_ASKS = {
  neuron: v.object({ layer: anyNumber, neuron: anyNumber, text: v.optional(TEXT) }),
  andGates: v.object({ ...FACT_KEY, layer: anyNumber }),
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
  spread: v.object({ N: anyNumber, dimensions: listOf(anyNumber, 50), seed: SEED }),
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
      v.object({ step: wholeNumber(0, 1e9), features: FLOATS, bias: FLOATS, loss: anyNumber }),
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
  factFeatures: v.object(FACT_KEY),
};

const { most } = VOCABULARY_LIMITS.vocabularySize;

export const LENS_ASKS: {
  readonly [Name in LensName]: v.GenericSchema<unknown, Lenses[Name]['asks']>;
} = {
  ...FACT_ASKS,
  ...NEURON_ASKS,
  embedding: NOTHING,
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
  relations: NOTHING,
  stream: READ,
  parameters: NOTHING,
  weights: v.object({ name: textOf(100) }),
  head: v.object({ text: TEXT, ...HEAD, query: anyNumber }),
  headScores: v.object({ text: v.optional(TEXT) }),
  ablation: v.object({ text: TEXT, ...HEAD, kind: oneOf(['zero', 'mean']), seed: SEED }),
  headMatrices: v.object(HEAD),
  cross: v.object({ text: TEXT, keysText: TEXT, ...HEAD }),
  prefixes: READ,
  phrases: v.object({ text: TEXT, token: anyNumber, by: oneOf(['contexts', 'growing']) }),
  map: v.object({ dimensions: oneOf([2, 3]), seed: SEED, restart: yesOrNo }),
  bytePairs: v.object({ text: TEXT, size: wholeNumber(1, most), merges: wholeNumber(0, 1e6) }),
  cuts: READ,
};
