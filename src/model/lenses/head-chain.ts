// One attention head from what it reads to what it writes, step by step as chapter 6 tells it.

import type { ActivationName, BlockActivation } from '../activations.ts';
import type { ModelConfig } from '../config.ts';
import { paddedLength } from '../context.ts';
import type { Inspector, Values } from '../inspector.ts';
import type { WeightValues } from '../weights.ts';
import { headWrites, reader } from './direct-attribution.ts';
import { dotProduct } from './embedding.ts';

/** A head's numbers over T tokens; what it writes, at one query. */
export interface HeadChain {
  /** (T, C): the residual stream before the attention, and what the head reads of it: layer-normed. */
  readonly stream: Float32Array;
  readonly input: Float32Array;
  /** (T, D) each. */
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
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
  /** (V): what the head's change adds to each logit directly, the last layer norm's scale being as it is. */
  readonly logits: Float64Array;
}

/** Reads one head over `tokens` (T of them, no more than the context), and what it writes at position `query`. */
export async function headChain(
  inspector: Inspector,
  config: ModelConfig,
  weights: WeightValues,
  tokens: readonly number[],
  { layer, head, query }: { layer: number; head: number; query: number },
): Promise<HeadChain> {
  const [T, D] = [tokens.length, config.C / config.H];
  const padded = new Int32Array(paddedLength(T, config.T));
  padded.set(tokens);
  const at = (name: BlockActivation): ActivationName => `blocks.${layer}.${name}`;
  const parts = ['attn.hook_q', 'attn.hook_k', 'attn.hook_v', 'attn.hook_z'] as const;
  const { activations } = await inspector.look({
    B: 1,
    T: padded.length,
    tokens: padded,
    names: [
      ...parts.map(at),
      at('attn.hook_pattern'),
      at('hook_resid_pre'),
      at('ln1.hook_normalized'),
      'ln_final.hook_scale',
    ],
  });
  const read = (name: ActivationName) => activations.get(name) as Values;
  const [q, k, v, z] = parts.map((name) => headRows(read(at(name)), head, T));
  const scores = allScores(q, k, T, D);
  const allZ = read(at('attn.hook_z')).data.subarray(query * config.C, (query + 1) * config.C);
  const changes = headWrites(
    allZ,
    weights.get(`transformer.h.${layer}.attn.c_proj.weight`) as Float32Array,
    config,
  );
  const scale = read('ln_final.hook_scale').data[query];
  return {
    stream: read(at('hook_resid_pre')).data.slice(0, T * config.C),
    input: read(at('ln1.hook_normalized')).data.slice(0, T * config.C),
    q,
    k,
    v,
    scores,
    pattern: square(read(at('attn.hook_pattern')), head, T),
    leaking: softmaxRows(scores, T),
    z: z.slice(query * D, (query + 1) * D),
    changes,
    logits: reader(config, weights, scale).direct(changes[head]),
  };
}

/** One head of (1, T, H, D), as (T, D). */
function headRows({ shape, data }: Values, head: number, T: number): Float32Array {
  const [H, D] = shape.slice(2);
  const rows = new Float32Array(T * D);
  for (let t = 0; t < T; t++) {
    const from = (t * H + head) * D;
    rows.set(data.subarray(from, from + D), t * D);
  }
  return rows;
}

/** The first T rows and columns of one head of (1, H, T', T'). */
function square({ shape, data }: Values, head: number, T: number): Float32Array {
  const width = shape[3];
  const rows = new Float32Array(T * T);
  for (let t = 0; t < T; t++) {
    const from = (head * width + t) * width;
    rows.set(data.subarray(from, from + T), t * T);
  }
  return rows;
}

function allScores(q: Float32Array, k: Float32Array, T: number, D: number): Float32Array {
  const row = (x: Float32Array, t: number) => x.subarray(t * D, (t + 1) * D);
  return Float32Array.from({ length: T * T }, (_, i) => {
    return dotProduct(row(q, Math.floor(i / T)), row(k, i % T)) / Math.sqrt(D);
  });
}

function softmaxRows(scores: Float32Array, T: number): Float32Array {
  const rows = scores.slice();
  for (let t = 0; t < T; t++) {
    const row = rows.subarray(t * T, (t + 1) * T);
    const largest = Math.max(...row);
    const total = row.reduce((sum, score) => sum + Math.exp(score - largest), 0);
    row.forEach((score, i) => {
      row[i] = Math.exp(score - largest) / total;
    });
  }
  return rows;
}
