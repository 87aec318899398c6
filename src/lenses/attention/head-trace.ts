// One attention head from what it reads to what it writes, step by step as chapter 6 tells it; also between two texts.

import type { ActivationName, BlockActivation } from '../../model/architecture/activations.ts';
import type { ModelConfig } from '../../model/architecture/config.ts';
import { paddedLength } from '../../model/architecture/context-window.ts';
import type { WeightValues } from '../../model/architecture/weights.ts';
import type { Inspector, NDArray } from '../../model/inspection/inspector.ts';
import { headOutputs, unembedding, unembeddingWeights } from '../attribution/direct-attribution.ts';
import { dotProduct } from '../embedding/embedding.ts';
import { product } from './head-matrices.ts';

/** A head's numbers over T tokens; what it writes, at one query. */
export interface HeadTrace {
  /** (T, C): the residual stream before the attention, and what the head reads of it: layer-normed. */
  readonly stream: Float32Array;
  readonly input: Float32Array;
  /** (T, C): what all heads of the layer and c_proj's bias add to the stream. */
  readonly out: Float32Array;
  /** (T, D) each. */
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  /** (T, C): each token's value as chapter 6 has it, value-up after value-down; without c_proj's bias. */
  readonly values: Float32Array;
  /** (T, T), a row a query: q · k / √D with nothing masked. */
  readonly scores: Float32Array;
  /** (T, T): the engine's pattern. */
  readonly pattern: Float32Array;
  /** (T, T): softmax of the unmasked scores. The network never computes it. */
  readonly leaking: Float32Array;
  /** (D): the values, weighted, at the query. */
  readonly z: Float32Array;
  /** [head] (C): what each head of the layer adds at the query, without c_proj's bias. */
  readonly changes: readonly Float32Array[];
  /** [head] (V): what each change adds to each logit directly, the last layer norm's scale being as it is. */
  readonly logits: readonly Float64Array[];
}

/** The weights that `headChain` takes. */
export function headTraceWeights(config: Pick<ModelConfig, 'tied'>, layer: number): string[] {
  return [projectionName(layer), ...unembeddingWeights(config)];
}

/** Reads one head over `tokens` (T of them, no more than the context), and what it writes at position `query`. */
export async function traceHead(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  tokens: readonly number[],
  { layer, head, query }: { layer: number; head: number; query: number },
): Promise<HeadTrace> {
  const [T, { C, H }] = [tokens.length, config];
  const D = C / H;
  const at = (name: BlockActivation): ActivationName => `blocks.${layer}.${name}`;
  const read = await readActivations(inspector, config, tokens, [
    ...QKV.map(at),
    at('attn.hook_z'),
    at('attn.hook_pattern'),
    at('hook_resid_pre'),
    at('ln1.hook_normalized'),
    at('hook_attn_out'),
    'ln_final.hook_scale',
  ]);
  const [q, k, v] = QKV.map((name) => headRows(read(at(name)), head, T));
  const scores = attentionScores(q, k, D);
  const projection = weights.get(projectionName(layer)) as Float32Array;
  const allZ = read(at('attn.hook_z')).data.subarray(query * C, (query + 1) * C);
  const changes = headOutputs(allZ, projection, config);
  const { direct } = unembedding(config, weights, read('ln_final.hook_scale').data[query]);
  const rows = (name: BlockActivation) => read(at(name)).data.slice(0, T * C);
  return {
    stream: rows('hook_resid_pre'),
    input: rows('ln1.hook_normalized'),
    out: rows('hook_attn_out'),
    q,
    k,
    v,
    values: product(v, projection.subarray(head * D * C, (head + 1) * D * C), D),
    scores,
    pattern: headPattern(read(at('attn.hook_pattern')), head, T),
    leaking: softmaxRows(scores, T),
    z: allZ.slice(head * D, (head + 1) * D),
    changes,
    logits: changes.map(direct),
  };
}

/** A head between two texts: (Tq, Tk) each, a row a query. */
export interface CrossAttention {
  readonly scores: Float32Array;
  readonly pattern: Float32Array;
}

/**
 * What a head would look at if its queries came from one text and its keys from another, with nothing masked. The
 * network never computes it: each text is read by itself, as always.
 */
export async function crossAttention(
  inspector: Inspector,
  config: ModelConfig,
  texts: { readonly queries: readonly number[]; readonly keys: readonly number[] },
  { layer, head }: { layer: number; head: number },
): Promise<CrossAttention> {
  const rows = async (tokens: readonly number[], name: 'hook_q' | 'hook_k') => {
    const hook: ActivationName = `blocks.${layer}.attn.${name}`;
    const read = await readActivations(inspector, config, tokens, [hook]);
    return headRows(read(hook), head, tokens.length);
  };
  const q = await rows(texts.queries, 'hook_q');
  const k = await rows(texts.keys, 'hook_k');
  const scores = attentionScores(q, k, config.C / config.H);
  return { scores, pattern: softmaxRows(scores, texts.keys.length) };
}

const projectionName = (layer: number) => `transformer.h.${layer}.attn.c_proj.weight`;

const QKV = ['attn.hook_q', 'attn.hook_k', 'attn.hook_v'] as const;

/** Reads activations of one row of tokens, padded to a length that may have been recorded already. */
async function readActivations(
  inspector: Inspector,
  config: ModelConfig,
  tokens: readonly number[],
  names: readonly ActivationName[],
): Promise<(name: ActivationName) => NDArray> {
  const padded = new Int32Array(paddedLength(tokens.length, config.T));
  padded.set(tokens);
  const { activations } = await inspector.run({ B: 1, T: padded.length, tokens: padded, names });
  return (name) => activations.get(name) as NDArray;
}

/** One head of (1, T, H, D), as (T, D). */
function headRows({ shape, data }: NDArray, head: number, T: number): Float32Array {
  const [H, D] = shape.slice(2);
  const rows = new Float32Array(T * D);
  for (let t = 0; t < T; t++) {
    const from = (t * H + head) * D;
    rows.set(data.subarray(from, from + D), t * D);
  }
  return rows;
}

/** The first T rows and columns of one head of (1, H, T', T'). */
function headPattern({ shape, data }: NDArray, head: number, T: number): Float32Array {
  const width = shape[3];
  const rows = new Float32Array(T * T);
  for (let t = 0; t < T; t++) {
    const from = (head * width + t) * width;
    rows.set(data.subarray(from, from + T), t * T);
  }
  return rows;
}

/** q (Tq, D) and k (Tk, D) to q · k / √D, (Tq, Tk). */
function attentionScores(q: Float32Array, k: Float32Array, D: number): Float32Array {
  const [Tq, Tk] = [q.length / D, k.length / D];
  const row = (x: Float32Array, t: number) => x.subarray(t * D, (t + 1) * D);
  return Float32Array.from({ length: Tq * Tk }, (_, i) => {
    return dotProduct(row(q, Math.floor(i / Tk)), row(k, i % Tk)) / Math.sqrt(D);
  });
}

function softmaxRows(scores: Float32Array, width: number): Float32Array {
  const rows = scores.slice();
  for (let from = 0; from < rows.length; from += width) {
    const row = rows.subarray(from, from + width);
    const largest = Math.max(...row);
    const total = row.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    row.forEach((score, i) => {
      row[i] = Math.exp(score - largest) / total;
    });
  }
  return rows;
}
