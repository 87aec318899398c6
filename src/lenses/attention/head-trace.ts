// One attention head from the residual stream that it reads to the change that it writes, step by step as in chapter 6.

import type { ActivationName, BlockActivation } from '../../model/architecture/activations.ts';
import { modelViews } from '../../model/architecture/architecture.ts';
import { headWidth, type ModelConfig } from '../../model/architecture/config.ts';
import { readViews, viewNumbers, type WeightView } from '../../model/architecture/views/views.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Inspector } from '../../model/inspection/inspector.ts';
import { product } from '../../shared/numbers.ts';
import { headOutputs, unembedding, unembeddingViews } from '../attribution/direct-attribution.ts';
import { defineLens } from '../shared/define-lens.ts';
import { encodePrompt, type Token, toTokens } from '../shared/prompt-tokens.ts';
import type { TokenScore } from '../shared/results.ts';
import * as v from '../shared/schemas.ts';
import { topAndBottomTokens } from '../shared/top-tokens.ts';
import {
  attentionInputs,
  attentionScores,
  headPattern,
  headRows,
  projectedInputs,
  readActivations,
  softmaxRows,
} from './head-activations.ts';
import { assertHead } from './head-index.ts';

/** T tokens, row-major; z and changes at one query. */
export interface HeadTrace {
  /** (T, C): the residual stream before the attention, and the layer-normed input of the head. */
  stream: Float32Array;
  input: Float32Array;
  /** (T, C): the output of all heads of the layer, with its bias. */
  out: Float32Array;
  /** (T, D) each, as the attention reads them: normed and rotated, where the model does that; k and v of the head's group. */
  q: Float32Array;
  k: Float32Array;
  v: Float32Array;
  /** (T, D) each: q and k before QK-norm and rotation, W · input + bias. */
  projectedQ: Float32Array;
  projectedK: Float32Array;
  /** (T, C): v · W_O, without the bias of the output. */
  values: Float32Array;
  /** (T, T), a row a query: q · k / √D, unmasked. */
  scores: Float32Array;
  /** (T, T): softmax of the masked scores, as the model computed it. */
  pattern: Float32Array;
  /** (T, T): softmax of the unmasked scores. The model never computes it. */
  unmaskedPattern: Float32Array;
  /** (D): the weighted sum of v at the query. */
  z: Float32Array;
  /** [head] (C): the change of the stream by each head of the layer at the query, without the bias of the output. */
  changes: Float32Array[];
  /** [head] (V): direct effect of each change on the logits, with the final layer norm's scale frozen. */
  logits: Float64Array[];
}

/** The weights that `traceHead` reads. */
export function headTraceViews(config: ModelConfig, layer: number): WeightView[] {
  return [modelViews(config).attentionOutput(layer).weight, ...unembeddingViews(config)];
}

/** Traces one head over `tokens` (T of them, at most the context), with its output at position `query`. */
export async function traceHead(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  tokens: readonly number[],
  { layer, head, query }: { layer: number; head: number; query: number },
): Promise<HeadTrace> {
  const [T, D, { C, H }] = [tokens.length, headWidth(config), config];
  const [inputs, projected] = [attentionInputs(config, layer), projectedInputs(layer)];
  const at = (name: BlockActivation): ActivationName => `blocks.${layer}.${name}`;
  const read = await readActivations(inspector, config, tokens, [
    ...[inputs.q, inputs.k, inputs.v, projected.q, projected.k],
    at('attn.hook_z'),
    at('attn.hook_pattern'),
    at('hook_resid_pre'),
    at('ln1.hook_normalized'),
    at('hook_attn_out'),
    'ln_final.hook_scale',
  ]);
  const headOf = (name: ActivationName) => headRows(read(name), config, head, T);
  const [q, k, v] = [inputs.q, inputs.k, inputs.v].map(headOf);
  const scores = attentionScores(q, k, D);
  const allZ = read(at('attn.hook_z')).data.subarray(query * H * D, (query + 1) * H * D);
  const changes = headOutputs(config, weights, layer, allZ);
  const { direct } = unembedding(config, weights, read('ln_final.hook_scale').data[query]);
  const rows = (name: BlockActivation) => read(at(name)).data.slice(0, T * C);
  return {
    stream: rows('hook_resid_pre'),
    input: rows('ln1.hook_normalized'),
    out: rows('hook_attn_out'),
    q,
    k,
    v,
    projectedQ: headOf(projected.q),
    projectedK: headOf(projected.k),
    values: product(v, viewNumbers(weights, modelViews(config).head(layer, head).output), D),
    scores,
    pattern: headPattern(read(at('attn.hook_pattern')), head, T),
    unmaskedPattern: softmaxRows(scores, T),
    z: allZ.slice(head * D, (head + 1) * D),
    changes,
    logits: changes.map(direct),
  };
}

/** T tokens, row-major. */
export interface HeadTraceResult extends Omit<HeadTrace, 'logits'> {
  step: number;
  tokens: Token[];
  query: number;
  /** [head]: tokens whose logits the head's change raises and lowers most, directly; most extreme first. */
  promoted: TokenScore[][];
  suppressed: TokenScore[][];
}

const TOKENS_PER_LIST = 6;

/** Head trace: one attention head from the residual stream that it reads to the change that it writes. */
export const headTraceLens = defineLens({
  name: 'head-trace',
  aliases: ['head'],
  // `query`: a position in the part of the text that fits the context.
  request: v.strictObject({ text: v.TEXT, ...v.HEAD, query: v.anyNumber }),
  async compute(run, { text, query, ...head }): Promise<HeadTraceResult> {
    assertHead(run, head);
    const ids = encodePrompt(run, text, query);
    const weights = await readViews(run.weights, headTraceViews(run.plan.config, head.layer));
    const trace = await traceHead(run.inspector, run.plan.config, weights, ids, { ...head, query });
    const { logits, ...numbers } = trace;
    const lists = logits.map((scores) => topAndBottomTokens(run, scores, TOKENS_PER_LIST));
    return {
      step: run.step,
      tokens: toTokens(run, ids),
      query,
      ...numbers,
      promoted: lists.map(([top]) => top),
      suppressed: lists.map(([, bottom]) => bottom),
    };
  },
});
