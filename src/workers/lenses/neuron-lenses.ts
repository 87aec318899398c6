// The lenses on MLP neurons as the page asks for them: one neuron's card, and what a vector holds before and after an MLP.

import { paddedLength } from '../../model/context.ts';
import { type Corpus, corpusOf } from '../../model/data/corpus.ts';
import type { Values } from '../../model/inspector.ts';
import { bySubject } from '../../model/lenses/and-gates.ts';
import { cosine } from '../../model/lenses/embedding.ts';
import { answerActivations, corpusActivations } from '../../model/lenses/firings.ts';
import {
  driveOfPairs,
  driveOfTokens,
  type NeuronId,
  neuronWeights,
  writesOfNeuron,
} from '../../model/lenses/neuron.ts';
import type { InPieces } from '../../model/pieces.ts';
import { highest } from '../../model/ranking.ts';
import type { Run, Still } from '../../model/run.ts';
import type { WeightValues } from '../../model/weights.ts';
import type { HoldingReading, HoldingRequest, NeuronReading, NeuronRequest, PairScore } from '../lab-api.ts';
import type { Lens } from './lens.ts';
import { withStill } from './lens.ts';
import { checkTokens, readable, tokensOf } from './reading-text.ts';
import { checkMlp, describeFirings, drivenBy, extremes, questionsOf, WORDS } from './units.ts';

export const NEURON_LENSES: { readonly [Name in 'neuron' | 'holding']: Lens<Name> } = {
  neuron: (run, asked) => withStill(run, (still) => describeNeuron(still, asked)),
  holding: holdingOf,
};

async function holdingOf(run: Run, { text, layer, position, ids }: HoldingRequest): Promise<HoldingReading> {
  checkMlp(run, layer);
  checkTokens(run, ids);
  const { config } = run.plan;
  const tokens = readable(run, text, position);
  const at = position ?? tokens.length - 1;
  const T = paddedLength(tokens.length, config.T);
  const padded = new Int32Array(T);
  padded.set(tokens);
  const names = [`blocks.${layer}.hook_resid_mid`, `blocks.${layer}.hook_resid_post`] as const;
  const { activations } = await run.inspector.look({ B: 1, T, tokens: padded, names });
  const [before, after] = names.map((name) =>
    (activations.get(name) as Values).data.subarray(at * config.C, (at + 1) * config.C),
  );
  const rows = await run.weights.rows('transformer.wte.weight', ids);
  const directions = tokensOf(run, ids).map((token, i) => {
    const direction = rows.subarray(i * config.C, (i + 1) * config.C);
    return { ...token, before: cosine(before, direction), after: cosine(after, direction) };
  });
  return { step: run.step, token: tokensOf(run, [tokens[at]])[0], directions };
}

async function* describeNeuron(still: Still, asked: NeuronRequest): InPieces<NeuronReading> {
  const { plan, step, inspector } = still;
  const { config, dataset } = plan;
  const { layer, neuron, text } = asked;
  checkMlp(still, layer);
  if (!Number.isInteger(neuron) || neuron < 0 || neuron >= config.mlpWidth)
    throw new Error(
      `Each layer has ${config.mlpWidth} neurons, counted from 0; there is no neuron ${neuron}.`,
    );
  const weights = await still.weights.get(neuronWeights(config, layer));
  const inText = text === undefined ? undefined : await inTextOf(still, { layer, neuron, text });
  const corpus = dataset.withoutRows ? promptsOf(still, text) : corpusOf(dataset, config.T);
  const { vectors, spots } = yield* corpusActivations(inspector, config, layer, corpus.rows);
  const questions = questionsOf(still);
  const answers = yield* answerActivations(
    inspector,
    config,
    layer,
    questions.map(({ tokens }) => tokens),
  );
  const [most, least] = extremes(still, driveOfTokens(config, weights, { layer, neuron }));
  const pairs = strongestPairs(still, weights, { layer, neuron }, corpus.rows);
  const bias = (weights.get(`transformer.h.${layer}.mlp.c_fc.bias`) as Float32Array)[neuron];
  const [promoted, suppressed] = extremes(
    still,
    writesOfNeuron(config, weights, { layer, neuron }, inText?.scale),
  );
  return {
    step,
    ...(inText && { inText: inText.reading }),
    asks: { most, least, bias, pairs },
    subjects: questions.length > 0 ? drivenBy(bySubject(questions, answers), neuron) : [],
    writes: { promoted, suppressed },
    fires: describeFirings(still, corpus, vectors, spots, neuron),
  };
}

/** Where there are no rows to walk through: the prompts that are there to try, and the one that is asked about. */
function promptsOf(still: Still, text: string | undefined): Corpus {
  const { prompts } = still.plan.dataset;
  const texts = new Set(text === undefined ? prompts : [text, ...prompts]);
  return { rows: [...texts].map((each) => readable(still, each)), whole: false };
}

/** The neuron in a text, and the last layer norm's scale at its end: what direct contributions are divided by there. */
async function inTextOf(still: Still, { layer, neuron, text }: Required<NeuronRequest>) {
  const { config } = still.plan;
  const ids = readable(still, text);
  const T = paddedLength(ids.length, config.T);
  const tokens = new Int32Array(T);
  tokens.set(ids);
  const { activations } = await still.inspector.look({
    B: 1,
    T,
    tokens,
    names: [`blocks.${layer}.mlp.hook_pre`, `blocks.${layer}.mlp.hook_post`, 'ln_final.hook_scale'],
  });
  const column = (name: 'hook_pre' | 'hook_post') => {
    const { data } = activations.get(`blocks.${layer}.mlp.${name}`) as Values;
    return ids.map((_, position) => data[position * config.mlpWidth + neuron]);
  };
  const scale = (activations.get('ln_final.hook_scale') as Values).data[ids.length - 1];
  return {
    scale,
    reading: { tokens: tokensOf(still, ids), pre: column('hook_pre'), post: column('hook_post') },
  };
}

/** Of all tokens that stand side by side in the data, the pairs that drive the neuron most if the stream holds both. */
function strongestPairs(
  { plan: { config, dataset } }: Still,
  weights: WeightValues,
  id: NeuronId,
  rows: readonly (readonly number[])[],
): PairScore[] {
  const pairs = pairsIn(rows);
  const scores = driveOfPairs(config, weights, id, pairs);
  const { vocabulary } = dataset.tokenizer;
  return highest(scores, WORDS).map((at) => {
    const [first, second] = pairs[at].map((token) => vocabulary[token]);
    return { first, second, score: scores[at] };
  });
}

/** Each once. */
function pairsIn(rows: readonly (readonly number[])[]): [number, number][] {
  const found = new Map<string, [number, number]>();
  for (const row of rows) {
    for (let t = 1; t < row.length; t++) found.set(`${row[t - 1]} ${row[t]}`, [row[t - 1], row[t]]);
  }
  return [...found.values()];
}
