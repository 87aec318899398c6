// The lenses of src/model as the page asks for them: tokens by id in, tokens with their text out, one step's weights.

import type { ActivationName } from '../model/architecture/activations.ts';
import { lastTokensInContext, paddedLength } from '../model/architecture/context-window.ts';
import type { NDArray } from '../model/inspection/inspector.ts';
import { splitCharacters } from '../model/tokenizers/characters.ts';
import { splitWords } from '../model/tokenizers/words.ts';
import type { Run } from '../model/training/run.ts';
import { runToCompletion } from '../shared/job.ts';
import type { LensName, StreamResult, StreamStageResult } from '../workers/rpc/api/lab-api.ts';
import {
  ablateHead,
  computeCrossAttention,
  readHeadMatrices,
  scoreHeads,
  traceHeadOfText,
} from './attention/attention-lenses.ts';
import { comparePhrases, predictPrefixes } from './context/context-lenses.ts';
import { cosine, dotProduct, type Embedding } from './embedding/embedding.ts';
import {
  alignedAxes,
  describeDotProduct,
  describeEmbedding,
  findNeighbours,
  measureRelations,
  projectOnDirection,
  solveAnalogy,
} from './embedding/embedding-lenses.ts';
import { loadEmbedding } from './embedding/load-embedding.ts';
import { projectOntoAxes } from './embedding/principal-axes.ts';
import { advanceUmap } from './embedding/umap-lens.ts';
import { FACT_LENSES } from './facts/fact-lenses.ts';
import { DICTIONARY_LENSES } from './features/dictionary-lenses.ts';
import type { Lens } from './lens.ts';
import { logitLens, residualStages } from './logit-lens/logit-lens.ts';
import { AND_GATE_LENSES } from './neurons/and-gate-lenses.ts';
import { NEURON_LENSES } from './neurons/neuron-lenses.ts';
import { topTokens } from './shared/top-tokens.ts';
import { SUPERPOSITION_LENSES } from './superposition/superposition-lenses.ts';
import { replayBytePairs } from './tokenization/byte-pair-lens.ts';

export const LENSES: { readonly [Name in LensName]: Lens<Name> } = {
  ...NEURON_LENSES,
  ...AND_GATE_LENSES,
  ...SUPERPOSITION_LENSES,
  ...DICTIONARY_LENSES,
  embedding: describeEmbedding,
  neighbours: findNeighbours,
  analogy: solveAnalogy,
  direction: projectOnDirection,
  pair: describeDotProduct,
  relations: measureRelations,
  map: advanceUmap,

  async stream(run, { text }) {
    const { config, dataset } = run.plan;
    const ids = lastTokensInContext(dataset.tokenizer.encode(text).ids, config);
    if (ids.length === 0) throw new Error('The prompt is empty; give the model at least one word to follow.');
    return computeStream(run, ids);
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

  head: traceHeadOfText,
  headScores: scoreHeads,
  ablation: ablateHead,
  headMatrices: readHeadMatrices,
  cross: computeCrossAttention,
  prefixes: predictPrefixes,
  phrases: comparePhrases,

  ...FACT_LENSES,
  bytePairs: replayBytePairs,

  async cuts(_, { text }) {
    return { words: splitWords(text), characters: splitCharacters(text) };
  },
};

async function computeStream(run: Run, ids: readonly number[]): Promise<StreamResult> {
  const { config, dataset } = run.plan;
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const request = { B: 1, T, tokens };
  const stages = residualStages(config);
  const names = stages.map(({ name }) => name);
  const { activations } = await run.inspector.run({ ...request, names });
  const lastRow = (values: NDArray | undefined, width: number) =>
    (values as NDArray).data.subarray((ids.length - 1) * width, ids.length * width);
  const logits = await runToCompletion(
    logitLens(run.inspector, request, names, (values) => lastRow(values, config.V).slice()),
  );
  const vectors = names.map((name: ActivationName) => lastRow(activations.get(name), config.C));
  const embedding = await loadEmbedding(run);
  const axes = alignedAxes(run, embedding);
  const typicalNorm = meanNorm(embedding);
  return {
    step: run.step,
    words: { shape: [config.V, 3], data: axes.points.slice() },
    stages: stages.map(({ name, meaning }, i): StreamStageResult => {
      const [vector, before] = [vectors[i], vectors[Math.max(0, i - 1)]];
      const added = vector.map((value, c) => value - before[c]);
      return {
        name,
        meaning,
        norm: l2Norm(vector),
        added: l2Norm(added),
        turn: cosine(vector, before),
        point: projectOntoAxes(rescaleTo(vector, typicalNorm), axes),
        next: topTokens(logits.get(name) as Float32Array, dataset.tokenizer).slice(0, 5),
      };
    }),
  };
}

const l2Norm = (vector: ArrayLike<number>) => Math.sqrt(dotProduct(vector, vector));

/** A layer norm takes every vector's length away before it is read: only the direction says something. */
const rescaleTo = (vector: Float32Array, length: number) =>
  vector.map((value) => (value * length) / Math.max(l2Norm(vector), 1e-12));

function meanNorm({ vectors, V, C }: Embedding): number {
  const norms = Array.from({ length: V }, (_, id) => l2Norm(vectors.subarray(id * C, (id + 1) * C)));
  return norms.reduce((sum, length) => sum + length, 0) / V;
}
