// One MLP neuron: the tokens that drive it, its direct effect on the logits, and where in the data it is active.

import { readViews } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import { type Corpus, toCorpus } from '../../model/data/corpus.ts';
import { answerActivations, corpusActivations } from '../../model/inspection/corpus-activations.ts';
import type { FrozenModel } from '../../model/training/run.ts';
import type { Job } from '../../shared/job.ts';
import { isIndex } from '../../shared/numbers.ts';
import { topIndices } from '../../shared/top-indices.ts';
import { groupBySubject } from '../shared/and-gates.ts';
import { defineFrozenLens } from '../shared/define-lens.ts';
import { encodeExamples, encodePrompt, toPaddedBatch, toTokens, vectorAt } from '../shared/prompt-tokens.ts';
import type { Token, TokenScore } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { formatSigned, formatTable } from '../shared/text-table.ts';
import { topAndBottomTokens } from '../shared/top-tokens.ts';
import {
  assertMlpLayer,
  recallPrompts,
  TOKENS_PER_LIST,
  titledTable,
  tokenRow,
  topSubjects,
  toTopActivations,
  type UnitResult,
  unitLines,
} from '../shared/unit-results.ts';
import {
  type NeuronId,
  neuronBias,
  neuronLogitEffect,
  neuronViews,
  pairPreactivations,
  tokenPreactivations,
} from './neuron.ts';

export type { TopActivationExample, TopActivationsResult } from '../shared/unit-results.ts';

/** Two adjacent tokens of the data. */
export interface TokenPairScore {
  first: string;
  second: string;
  score: number;
}

export interface NeuronResult extends UnitResult {
  step: number;
  /** Before and after the activation function, by token of the text; in a gated MLP `pre` is of the gate. */
  inText?: { tokens: Token[]; pre: number[]; post: number[] };
  /** Preactivations, bias included, if the stream were one token's embedding, or the sum of two adjacent tokens'; of the gate, as `pre`. */
  asks: { most: TokenScore[]; least: TokenScore[]; bias: number; pairs: TokenPairScore[] };
}

// `text`: a prompt in which its activations are read.
const REQUEST = v.strictObject({ layer: v.anyNumber, neuron: v.anyNumber, text: v.optional(v.TEXT) });

export const neuronLens = defineFrozenLens({
  name: 'neuron',
  request: REQUEST,
  compute: describeNeuron,
  table: {
    requiredOptions: ['layer', 'neuron'],
    toRequest: ({ layer = 0, neuron = 0, prompt }) => ({ layer, neuron, text: prompt }),
    format: (result) => [
      ...textLines(result.inText),
      ...titledTable('highest preactivation', result.asks.most.map(tokenRow)),
      ...titledTable('lowest preactivation', result.asks.least.map(tokenRow)),
      ...titledTable(
        'highest for pairs in the data',
        result.asks.pairs.map(({ first, second, score }) => [`${first} ${second}`, formatSigned(score)]),
      ),
      ...unitLines(result),
    ],
  },
});

async function* describeNeuron(
  frozen: FrozenModel,
  request: v.InferOutput<typeof REQUEST>,
): Job<NeuronResult> {
  const { plan, step, inspector } = frozen;
  const { config, dataset } = plan;
  const { layer, neuron, text } = request;
  assertMlpLayer(frozen, layer);
  if (!isIndex(neuron, config.mlpWidth))
    throw new Error(
      `Each layer has ${config.mlpWidth} neurons, counted from 0; there is no neuron ${neuron}.`,
    );
  const id = { layer, neuron };
  const weights = await readViews(frozen.weights, neuronViews(config, id));
  const inText = text === undefined ? undefined : await readInText(frozen, id, text);
  const corpus = dataset.isPromptOnly ? promptCorpus(frozen, text) : toCorpus(dataset, config.T);
  const post = `blocks.${layer}.mlp.hook_post` as const;
  const read = yield* corpusActivations(inspector, config, [post], corpus.rows);
  const factPrompts = recallPrompts(frozen);
  const tokenRows = factPrompts.map(({ tokens }) => tokens);
  const answers = yield* answerActivations(inspector, config, post, tokenRows);
  const preactivations = tokenPreactivations(config, weights, id);
  const [most, least] = topAndBottomTokens(frozen, preactivations, TOKENS_PER_LIST);
  const pairs = strongestPairs(frozen, weights, id, corpus.rows);
  const bias = neuronBias(config, weights, id);
  const effect = neuronLogitEffect(config, weights, id, inText?.scale);
  const [promoted, suppressed] = topAndBottomTokens(frozen, effect, TOKENS_PER_LIST);
  return {
    step,
    ...(inText && { inText: inText.result }),
    asks: { most, least, bias, pairs },
    subjects: factPrompts.length > 0 ? topSubjects(groupBySubject(factPrompts, answers), neuron) : [],
    writes: { promoted, suppressed },
    fires: toTopActivations(frozen, corpus, read.vectors[0], read.positions, neuron),
  };
}

/** For models without a data set: the suggested prompts, and the text of the request. */
function promptCorpus(frozen: FrozenModel, text: string | undefined): Corpus {
  const { prompts } = frozen.plan.dataset;
  const texts = new Set(text === undefined ? prompts : [text, ...prompts]);
  return { rows: encodeExamples(frozen, [...texts]), isComplete: false };
}

/** `scale`: of the final layer norm at the last token, the divisor of direct effects there. */
async function readInText(frozen: FrozenModel, { layer, neuron }: NeuronId, text: string) {
  const { config } = frozen.plan;
  const ids = encodePrompt(frozen, text);
  const [pre, post] = [`blocks.${layer}.mlp.hook_pre`, `blocks.${layer}.mlp.hook_post`] as const;
  const { activations } = await frozen.inspector.run({
    ...toPaddedBatch(ids, config),
    names: [pre, post, 'ln_final.hook_scale'],
  });
  const column = (name: typeof pre | typeof post) =>
    ids.map((_, position) => vectorAt(activations.get(name), position, config.mlpWidth)[neuron]);
  return {
    scale: vectorAt(activations.get('ln_final.hook_scale'), ids.length - 1, 1)[0],
    result: { tokens: toTokens(frozen, ids), pre: column(pre), post: column(post) },
  };
}

/** The pairs of adjacent tokens of the data with the highest preactivation. */
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

function textLines(inText: NeuronResult['inText']): string[] {
  if (!inText) return [];
  return formatTable([
    ['in the prompt', ...inText.tokens.map(({ text }) => text)],
    ['preactivation', ...inText.pre.map((value) => formatSigned(value))],
    ['activation', ...inText.post.map((value) => formatSigned(value))],
  ]);
}
