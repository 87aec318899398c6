// The lenses of src/model as the page asks for them: tokens by id in, tokens with their text out, one step's weights.

import type { ActivationName } from '../../model/activations.ts';
import { paddedLength, visibleTokens } from '../../model/context.ts';
import type { Values } from '../../model/inspector.ts';
import { cosine, dotProduct, type Embedding } from '../../model/lenses/embedding.ts';
import { logitLens, streamStages } from '../../model/lenses/logit-lens.ts';
import { pointOf } from '../../model/lenses/principal-plane.ts';
import { atOnce } from '../../model/pieces.ts';
import type { Run } from '../../model/run.ts';
import { cutCharacters } from '../../model/tokenizers/characters.ts';
import { cutWords } from '../../model/tokenizers/words.ts';
import type { LensName, StreamReading, StreamStage } from '../lab-api.ts';
import { AND_LENSES } from './and-lenses.ts';
import { ablateHead, lookAcross, lookAtHead, lookAtMatrices, scoreHeads } from './attention-lenses.ts';
import { replayBytePairs } from './byte-pair-lens.ts';
import { DICTIONARY_LENSES } from './dictionary-lenses.ts';
import {
  axesOf,
  findNeighbours,
  lookAtEmbedding,
  measureRelations,
  multiplyPair,
  projectOn,
  solveAnalogy,
} from './embedding-lenses.ts';
import { embeddingOf } from './embedding-of.ts';
import { FACT_LENSES } from './fact-lenses.ts';
import type { Lens } from './lens.ts';
import { likeliest } from './likeliest.ts';
import { mapNeighbourhoods } from './map-lens.ts';
import { NEURON_LENSES } from './neuron-lenses.ts';
import { SUPERPOSITION_LENSES } from './superposition-lenses.ts';
import { comparePhrases, guessPrefixes } from './text-lenses.ts';

export const LENSES: { readonly [Name in LensName]: Lens<Name> } = {
  ...NEURON_LENSES,
  ...AND_LENSES,
  ...SUPERPOSITION_LENSES,
  ...DICTIONARY_LENSES,
  embedding: lookAtEmbedding,
  neighbours: findNeighbours,
  analogy: solveAnalogy,
  direction: projectOn,
  pair: multiplyPair,
  relations: measureRelations,
  map: mapNeighbourhoods,

  async stream(run, { text }) {
    const { config, dataset } = run.plan;
    const ids = visibleTokens(dataset.tokenizer.encode(text).ids, config);
    if (ids.length === 0) throw new Error('The prompt is empty; give the model at least one word to follow.');
    return followStream(run, ids);
  },

  async parameters(run) {
    return run.weights.parameters.map(({ name, shape, meaning }) => ({ name, shape: [...shape], meaning }));
  },

  async weights(run, { name }) {
    const data = (await run.weights.get([name])).get(name);
    const { shape } = run.weights.parameters.find((each) => each.name === name) ?? {};
    if (!data || !shape) throw new Error(`The model has no weights '${name}'.`);
    return { step: run.step, tensor: { shape: [...shape], data: Float32Array.from(data) } };
  },

  head: lookAtHead,
  headScores: scoreHeads,
  ablation: ablateHead,
  headMatrices: lookAtMatrices,
  cross: lookAcross,
  prefixes: guessPrefixes,
  phrases: comparePhrases,

  ...FACT_LENSES,
  bytePairs: replayBytePairs,

  async cuts(_, { text }) {
    return { words: cutWords(text), characters: cutCharacters(text) };
  },
};

async function followStream(run: Run, ids: readonly number[]): Promise<StreamReading> {
  const { config, dataset } = run.plan;
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const request = { B: 1, T, tokens };
  const stages = streamStages(config);
  const names = stages.map(({ name }) => name);
  const { activations } = await run.inspector.look({ ...request, names });
  const last = (values: Values | undefined, width: number) =>
    (values as Values).data.subarray((ids.length - 1) * width, ids.length * width);
  const logits = await atOnce(
    logitLens(run.inspector, request, names, (values) => last(values, config.V).slice()),
  );
  const vectors = names.map((name: ActivationName) => last(activations.get(name), config.C));
  const embedding = await embeddingOf(run);
  const axes = axesOf(run, embedding);
  const usual = meanLength(embedding);
  return {
    step: run.step,
    words: { shape: [config.V, 3], data: axes.points.slice() },
    stages: stages.map(({ name, meaning }, i): StreamStage => {
      const [vector, before] = [vectors[i], vectors[Math.max(0, i - 1)]];
      const added = vector.map((value, c) => value - before[c]);
      return {
        name,
        meaning,
        norm: lengthOf(vector),
        added: lengthOf(added),
        turn: cosine(vector, before),
        point: pointOf(atLength(vector, usual), axes),
        next: likeliest(logits.get(name) as Float32Array, dataset.tokenizer).slice(0, 5),
      };
    }),
  };
}

const lengthOf = (vector: ArrayLike<number>) => Math.sqrt(dotProduct(vector, vector));

/** A layer norm takes every vector's length away before it is read: only the direction says something. */
const atLength = (vector: Float32Array, length: number) =>
  vector.map((value) => (value * length) / Math.max(lengthOf(vector), 1e-12));

function meanLength({ vectors, V, C }: Embedding): number {
  const lengths = Array.from({ length: V }, (_, id) => lengthOf(vectors.subarray(id * C, (id + 1) * C)));
  return lengths.reduce((sum, length) => sum + length, 0) / V;
}
