// The neurons that write most to the stream at one token: what each answers to, how active it is, and what it adds.

import type { ActivationName } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { modelParts } from '../../model/architecture/config.ts';
import { readViews, viewNumbers } from '../../model/architecture/views/views.ts';
import { argmax } from '../../model/generation/sampler.ts';
import { wordCount } from '../../model/tokenizers/words-and-bytes.ts';
import { isIndex, l2Norm, rowOf } from '../../shared/numbers.ts';
import { topIndices } from '../../shared/top-indices.ts';
import { defineLens } from '../shared/define-lens.ts';
import { encodePrompt, toPaddedBatch, toToken, toTokens, vectorAt } from '../shared/prompt-tokens.ts';
import type { Token, TokenScore } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { columnTable, signed } from '../shared/text-table.ts';
import { topAndBottomTokens, toTokenScores } from '../shared/top-tokens.ts';
import { assertMlpLayer } from '../shared/unit-results.ts';
import { neuronBias, neuronLogitEffect, neuronViews, tokenPreactivations } from './neuron.ts';

export interface MlpNeuronsResult {
  step: number;
  token: Token;
  /** The most probable token after it. */
  next: Token;
  /** (C): the normed stream that the MLP reads at this token. */
  input: Float32Array<ArrayBuffer>;
  /** Strongest first. */
  neurons: MlpNeuron[];
  /** Neurons with an activation above 0.05, or of that size in gated MLPs; and in all. */
  active: number;
  total: number;
}

export interface MlpNeuron {
  /** Counts from 0. */
  neuron: number;
  /** (C): its row of W↑, or of the gate. `pre` = row · input + bias. */
  row: Float32Array<ArrayBuffer>;
  bias: number;
  pre: number;
  /** In gated MLPs: what the activated gate is multiplied with. */
  linear?: number;
  post: number;
  /** (C): what it adds to the stream, for each unit of `post`. */
  column: Float32Array<ArrayBuffer>;
  /** Tokens whose embeddings alone would drive it most; bytes that spell other words are left out. */
  asks: TokenScore[];
  /** Tokens whose logits its column raises most, directly. */
  promoted: TokenScore[];
  /** Its contribution to the logit of `next`, with the scale of the final norm held constant. */
  adds: number;
}

const TOKENS = 3;
/** A gated neuron is hardly ever exactly zero. */
const LEAST_GATED = 0.05;

export const mlpNeuronsLens = defineLens({
  name: 'mlp-neurons',
  // `position`: the last token without it. `count`: 8 neurons without it. `include`: a neuron to show in any case.
  request: v.strictObject({
    text: v.TEXT,
    layer: v.anyNumber,
    position: v.optional(v.anyNumber),
    count: v.optional(v.integerBetween(1, 16)),
    include: v.optional(v.anyNumber),
  }),
  async compute(run, { text, layer, position, count = 8, include }): Promise<MlpNeuronsResult> {
    assertMlpLayer(run, layer);
    const { config } = run.plan;
    const { C, mlpWidth: M } = config;
    if (include !== undefined && !isIndex(include, M))
      throw new Error(`The layer has ${M} neurons, counted from 0; there is no neuron ${include}.`);
    const ids = encodePrompt(run, text, position);
    const last = position ?? ids.length - 1;
    const { isGated } = modelParts(config);
    const at = (name: string) => `blocks.${layer}.${name}` as ActivationName;
    const names = [
      'ln2.hook_normalized',
      'mlp.hook_pre',
      'mlp.hook_post',
      ...(isGated ? ['mlp.hook_pre_linear'] : []),
    ].map(at);
    const { activations } = await run.inspector.run({
      ...toPaddedBatch(ids, config),
      names: [...names, 'ln_final.hook_scale', 'logits'],
    });
    const [input, pre, post, linear] = names.map((name, i) =>
      vectorAt(activations.get(name), last, i === 0 ? C : M),
    );
    const [scale] = vectorAt(activations.get('ln_final.hook_scale'), last, 1);
    const next = argmax(vectorAt(activations.get('logits'), last, config.V));
    const views = modelViews(config).mlp(layer);
    const weights = await readViews(run.weights, [
      ...Object.values(views),
      ...neuronViews(config, { layer, neuron: 0 }),
    ]);
    const columns = viewNumbers(weights, views.output);
    const rows = viewNumbers(weights, views.gate ?? views.input);
    const words = wordCount(run.plan.dataset.tokenizer);
    const strength = Array.from(post, (value, neuron) => Math.abs(value) * l2Norm(rowOf(columns, neuron, C)));
    return {
      step: run.step,
      token: toTokens(run, [ids[last]])[0],
      next: toToken(run, next),
      input: Float32Array.from(input),
      active: post.filter((value) => (isGated ? Math.abs(value) > LEAST_GATED : value > 0)).length,
      total: M,
      neurons: selected(strength, count, include).map((neuron) => {
        const id = { layer, neuron };
        const drives = tokenPreactivations(config, weights, id).subarray(0, words);
        const effect = neuronLogitEffect(config, weights, id);
        const [promoted] = topAndBottomTokens(run, effect.subarray(0, words), TOKENS);
        return {
          neuron,
          row: Float32Array.from(rowOf(rows, neuron, C)),
          bias: neuronBias(config, weights, id),
          pre: pre[neuron],
          ...(isGated && { linear: linear[neuron] }),
          post: post[neuron],
          column: Float32Array.from(rowOf(columns, neuron, C)),
          asks: toTokenScores(
            run,
            topIndices(drives, TOKENS).map((token) => ({ id: token, score: drives[token] })),
          ),
          promoted,
          adds: (post[neuron] * effect[next]) / scale,
        };
      }),
    };
  },
  table: {
    requiredOptions: ['prompt', 'layer'],
    toRequest: ({ prompt: text = '', layer = 0, position, count, neuron: include }) => ({
      ...{ text, layer, position, count, include },
    }),
    format: ({ neurons, token, next }) =>
      columnTable(neurons, [
        [`neuron at ${token.text}`, ({ neuron }) => String(neuron)],
        signed('preactivation', ({ pre }) => pre),
        signed('activation', ({ post }) => post),
        signed(`adds to ${next.text}`, ({ adds }) => adds),
        ['promotes', ({ promoted }) => promoted.map(({ text }) => text).join(' ')],
      ]),
  },
});

/** The strongest neurons, and the included one in place of the last. */
function selected(strength: readonly number[], count: number, include?: number): number[] {
  const top = topIndices(strength, count);
  return include === undefined || top.includes(include) ? top : [...top.slice(0, count - 1), include];
}
