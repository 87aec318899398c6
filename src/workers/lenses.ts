// The lenses of src/model as the page asks for them: tokens by id in, tokens with their text out, one step's weights.

import type { ActivationName } from '../model/activations.ts';
import { paddedLength, visibleTokens } from '../model/context.ts';
import type { Values } from '../model/inspector.ts';
import {
  analogy,
  cosine,
  difference,
  dotProduct,
  type Embedding,
  neighbours,
  project,
  regularity,
  type Scored,
} from '../model/lenses/embedding.ts';
import { logitLens, streamStages } from '../model/lenses/logit-lens.ts';
import { type PrincipalAxes, principalAxes } from '../model/lenses/principal-plane.ts';
import type { Run } from '../model/run.ts';
import { cutCharacters } from '../model/tokenizers/characters.ts';
import { cutWords } from '../model/tokenizers/words.ts';
import { ablateHead, lookAcross, lookAtHead, lookAtMatrices, scoreHeads } from './attention-lenses.ts';
import { FACT_LENSES } from './fact-lenses.ts';
import type { EmbeddingReading, LensName, StreamReading, StreamStage, WordScore } from './lab-api.ts';
import type { Lens } from './lens.ts';
import { likeliest } from './likeliest.ts';
import { NEURON_LENSES } from './neuron-lenses.ts';
import { checkTokens } from './reading-text.ts';
import { SUPERPOSITION_LENSES } from './superposition-lenses.ts';
import { comparePhrases, guessPrefixes } from './text-lenses.ts';

export const LENSES: { readonly [Name in LensName]: Lens<Name> } = {
  ...NEURON_LENSES,
  ...SUPERPOSITION_LENSES,
  embedding: lookAtEmbedding,

  async neighbours(run, { id, by, count }) {
    checkTokens(run, [id]);
    const found = neighbours(await embeddingOf(run), id, by);
    return { step: run.step, nearest: named(run, found.slice(0, count)) };
  },

  async analogy(run, { a, b, c, expected, count }) {
    checkTokens(run, expected === undefined ? [a, b, c] : [a, b, c, expected]);
    const found = analogy(await embeddingOf(run), a, b, c);
    const place = found.findIndex(({ id }) => id === expected);
    return {
      step: run.step,
      nearest: named(run, found.slice(0, count)),
      ...(place >= 0 && { expectedRank: place + 1 }),
    };
  },

  async direction(run, { from, to, ids }) {
    checkTokens(run, [from, to, ...ids]);
    const embedding = await embeddingOf(run);
    const direction = difference(embedding, from, to);
    const products = project(embedding, direction);
    const scored = ids.map((id) => ({ id, score: products[id] }));
    return {
      step: run.step,
      products: named(run, scored),
      length: Math.sqrt(dotProduct(direction, direction)),
    };
  },

  async relations(run) {
    const { analogies = [], tokenizer } = run.plan.dataset;
    const embedding = await embeddingOf(run);
    const relations = analogies.map(({ name, pairs }) => {
      const ids = pairs.map(([from, to]) => tokenizer.encode(`${from} ${to}`).ids as [number, number]);
      return {
        name,
        pairs: ids.map(([from, to]) => ({ from, to })),
        ...regularity(embedding, ids),
      };
    });
    return { step: run.step, relations };
  },

  async stream(run, { text }) {
    const { config, dataset } = run.plan;
    const ids = visibleTokens(dataset.tokenizer.encode(text).ids, config);
    if (ids.length === 0) throw new Error('The prompt is empty; give the model at least one word to follow.');
    return followStream(run, ids);
  },

  async parameters(run) {
    return run.weights.parameters.map(({ name, shape, meaning }) => ({ name, shape: [...shape], meaning }));
  },

  head: lookAtHead,
  headScores: scoreHeads,
  ablation: ablateHead,
  headMatrices: lookAtMatrices,
  cross: lookAcross,
  prefixes: guessPrefixes,
  phrases: comparePhrases,

  ...FACT_LENSES,

  async cuts(_, { text }) {
    return { words: cutWords(text), characters: cutCharacters(text) };
  },
};

async function embeddingOf(run: Run): Promise<Embedding> {
  const vectors = (await run.weights.get()).get('transformer.wte.weight') as Float32Array;
  const { V, C } = run.plan.config;
  return { vectors, V, C };
}

/** The axes of each run's last look, whose signs the next one keeps. */
const axesBefore = new WeakMap<Run, PrincipalAxes>();

async function lookAtEmbedding(run: Run): Promise<EmbeddingReading> {
  const embedding = await embeddingOf(run);
  const found = principalAxes(embedding, axesBefore.get(run));
  axesBefore.set(run, found);
  const { vectors, V, C } = embedding;
  return {
    step: run.step,
    matrix: { shape: [V, C], data: Float32Array.from(vectors) },
    points: { shape: [V, 3], data: found.points.slice() },
    explained: [...found.explained],
  };
}

async function followStream(run: Run, ids: readonly number[]): Promise<StreamReading> {
  const { config, dataset } = run.plan;
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const request = { B: 1, T, tokens };
  const stages = streamStages(config);
  const names = stages.map(({ name }) => name);
  const { activations } = await run.inspector.look({ ...request, names });
  const logits = await logitLens(run.inspector, config, request, names);
  const last = (values: Values | undefined, width: number) =>
    (values as Values).data.subarray((ids.length - 1) * width, ids.length * width);
  const vectors = names.map((name: ActivationName) => last(activations.get(name), config.C));
  return {
    step: run.step,
    stages: stages.map(({ name, meaning }, i): StreamStage => {
      const [vector, before] = [vectors[i], vectors[Math.max(0, i - 1)]];
      const added = vector.map((value, c) => value - before[c]);
      return {
        name,
        meaning,
        norm: Math.sqrt(dotProduct(vector, vector)),
        added: Math.sqrt(dotProduct(added, added)),
        turn: cosine(vector, before),
        next: likeliest(last(logits.get(name), config.V), dataset.tokenizer).slice(0, 5),
      };
    }),
  };
}

function named(run: Run, scored: readonly Scored[]): WordScore[] {
  const { vocabulary } = run.plan.dataset.tokenizer;
  return scored.map(({ id, score }) => ({ id, text: vocabulary[id], score }));
}
