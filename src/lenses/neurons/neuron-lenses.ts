// The lenses on MLP neurons as the page asks for them: one neuron's card, and what a vector holds before and after an MLP.

import { paddedLength } from '../../model/architecture/context-window.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { type Corpus, toCorpus } from '../../model/data/corpus.ts';
import type { NDArray } from '../../model/inspection/inspector.ts';
import type { FrozenModel, Run } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { topIndices } from '../../shared/top-indices.ts';
import type {
  DirectionSimilarityRequest,
  DirectionSimilarityResult,
  NeuronRequest,
  NeuronResult,
  TokenPairScore,
} from '../../workers/rpc/api/lab-api.ts';
import { cosine } from '../embedding/embedding.ts';
import type { Lens } from '../lens.ts';
import { withFrozenModel } from '../lens.ts';
import { assertTokenIds, encodePrompt, toTokens } from '../shared/prompt-tokens.ts';
import {
  assertMlpLayer,
  recallPrompts,
  TOKENS_PER_LIST,
  topAndBottomTokens,
  topSubjects,
  toTopActivations,
} from '../shared/unit-results.ts';
import { groupBySubject } from './and-gates.ts';
import {
  type NeuronId,
  neuronLogitEffect,
  neuronWeights,
  pairPreactivations,
  tokenPreactivations,
} from './neuron.ts';
import { answerActivations, corpusActivations } from './top-activations.ts';

export const NEURON_LENSES: { readonly [Name in 'neuron' | 'holding']: Lens<Name> } = {
  neuron: (run, request) => withFrozenModel(run, (frozen) => describeNeuron(frozen, request)),
  holding: measureDirectionSimilarity,
};

async function measureDirectionSimilarity(
  run: Run,
  { text, layer, position, ids }: DirectionSimilarityRequest,
): Promise<DirectionSimilarityResult> {
  assertMlpLayer(run, layer);
  assertTokenIds(run, ids);
  const { config } = run.plan;
  const tokens = encodePrompt(run, text, position);
  const at = position ?? tokens.length - 1;
  const T = paddedLength(tokens.length, config.T);
  const padded = new Int32Array(T);
  padded.set(tokens);
  const names = [`blocks.${layer}.hook_resid_mid`, `blocks.${layer}.hook_resid_post`] as const;
  const { activations } = await run.inspector.run({ B: 1, T, tokens: padded, names });
  const [before, after] = names.map((name) =>
    (activations.get(name) as NDArray).data.subarray(at * config.C, (at + 1) * config.C),
  );
  const rows = await run.weights.rows('transformer.wte.weight', ids);
  const directions = toTokens(run, ids).map((token, i) => {
    const direction = rows.subarray(i * config.C, (i + 1) * config.C);
    return { ...token, before: cosine(before, direction), after: cosine(after, direction) };
  });
  return { step: run.step, token: toTokens(run, [tokens[at]])[0], directions };
}

async function* describeNeuron(frozen: FrozenModel, request: NeuronRequest): Job<NeuronResult> {
  const { plan, step, inspector } = frozen;
  const { config, dataset } = plan;
  const { layer, neuron, text } = request;
  assertMlpLayer(frozen, layer);
  if (!Number.isInteger(neuron) || neuron < 0 || neuron >= config.mlpWidth)
    throw new Error(
      `Each layer has ${config.mlpWidth} neurons, counted from 0; there is no neuron ${neuron}.`,
    );
  const weights = await frozen.weights.get(neuronWeights(config, layer));
  const inText = text === undefined ? undefined : await neuronInText(frozen, { layer, neuron, text });
  const corpus = dataset.isPromptOnly ? promptCorpus(frozen, text) : toCorpus(dataset, config.T);
  const { vectors, positions } = yield* corpusActivations(inspector, config, layer, corpus.rows);
  const factPrompts = recallPrompts(frozen);
  const answers = yield* answerActivations(
    inspector,
    config,
    layer,
    factPrompts.map(({ tokens }) => tokens),
  );
  const [most, least] = topAndBottomTokens(frozen, tokenPreactivations(config, weights, { layer, neuron }));
  const pairs = strongestPairs(frozen, weights, { layer, neuron }, corpus.rows);
  const bias = (weights.get(`transformer.h.${layer}.mlp.c_fc.bias`) as Float32Array)[neuron];
  const [promoted, suppressed] = topAndBottomTokens(
    frozen,
    neuronLogitEffect(config, weights, { layer, neuron }, inText?.scale),
  );
  return {
    step,
    ...(inText && { inText: inText.reading }),
    asks: { most, least, bias, pairs },
    subjects: factPrompts.length > 0 ? topSubjects(groupBySubject(factPrompts, answers), neuron) : [],
    writes: { promoted, suppressed },
    fires: toTopActivations(frozen, corpus, vectors, positions, neuron),
  };
}

/** Where there are no rows to walk through: the prompts that are there to try, and the one that is asked about. */
function promptCorpus(frozen: FrozenModel, text: string | undefined): Corpus {
  const { prompts } = frozen.plan.dataset;
  const texts = new Set(text === undefined ? prompts : [text, ...prompts]);
  return { rows: [...texts].map((each) => encodePrompt(frozen, each)), isComplete: false };
}

/** The neuron in a text, and the last layer norm's scale at its end: what direct contributions are divided by there. */
async function neuronInText(frozen: FrozenModel, { layer, neuron, text }: Required<NeuronRequest>) {
  const { config } = frozen.plan;
  const ids = encodePrompt(frozen, text);
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const { activations } = await frozen.inspector.run({
    B: 1,
    T,
    tokens,
    names: [`blocks.${layer}.mlp.hook_pre`, `blocks.${layer}.mlp.hook_post`, 'ln_final.hook_scale'],
  });
  const column = (name: 'hook_pre' | 'hook_post') => {
    const { data } = activations.get(`blocks.${layer}.mlp.${name}`) as NDArray;
    return ids.map((_, position) => data[position * config.mlpWidth + neuron]);
  };
  const scale = (activations.get('ln_final.hook_scale') as NDArray).data[ids.length - 1];
  return {
    scale,
    reading: { tokens: toTokens(frozen, ids), pre: column('hook_pre'), post: column('hook_post') },
  };
}

/** Of all tokens that stand side by side in the data, the pairs that drive the neuron most if the stream holds both. */
function strongestPairs(
  { plan: { config, dataset } }: FrozenModel,
  weights: WeightValues,
  id: NeuronId,
  rows: readonly (readonly number[])[],
): TokenPairScore[] {
  const pairs = adjacentPairs(rows);
  const scores = pairPreactivations(config, weights, id, pairs);
  const { vocabulary } = dataset.tokenizer;
  return topIndices(scores, TOKENS_PER_LIST).map((at) => {
    const [first, second] = pairs[at].map((token) => vocabulary[token]);
    return { first, second, score: scores[at] };
  });
}

/** Each once. */
function adjacentPairs(rows: readonly (readonly number[])[]): [number, number][] {
  const pairs = new Map<string, [number, number]>();
  for (const row of rows) {
    for (let t = 1; t < row.length; t++) pairs.set(`${row[t - 1]} ${row[t]}`, [row[t - 1], row[t]]);
  }
  return [...pairs.values()];
}
