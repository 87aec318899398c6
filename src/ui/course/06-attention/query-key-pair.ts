// One query and one key of a head: products, dot product, score and weight.

import type { HeadTraceResult } from '../../../workers/rpc/api/lab-api.ts';
import { rowOf } from './vector-math.ts';

export interface QueryKeyPair {
  readonly key: number;
  readonly q: Float32Array;
  readonly k: Float32Array;
  /** q · k, element by element. */
  readonly products: Float32Array;
  /** The dot product. */
  readonly sum: number;
  /** The score: the dot product over √D. */
  readonly scaled: number;
  /** Weight in the network: 0 if the key comes after the query. */
  readonly weight: number;
  /** Weight without the mask. */
  readonly unmaskedWeight: number;
  readonly masked: boolean;
}

export function queryKeyPair(headTrace: HeadTraceResult, key: number): QueryKeyPair {
  const { query } = headTrace;
  const T = headTrace.tokens.length;
  const D = headTrace.q.length / T;
  const [q, k] = [rowOf(headTrace.q, query, D), rowOf(headTrace.k, key, D)];
  const products = q.map((value, d) => value * k[d]);
  const sum = products.reduce((total, value) => total + value, 0);
  return {
    key,
    q,
    k,
    products,
    sum,
    scaled: headTrace.scores[query * T + key],
    weight: headTrace.pattern[query * T + key],
    unmaskedWeight: headTrace.unmaskedPattern[query * T + key],
    masked: key > query,
  };
}

/** The selected query with every key, in the order of the text. */
export const queryKeyPairs = (headTrace: HeadTraceResult): QueryKeyPair[] =>
  headTrace.tokens.map((_, key) => queryKeyPair(headTrace, key));

/** The key with the largest weight. */
export function strongestKey({
  query,
  tokens,
  pattern,
}: Pick<HeadTraceResult, 'query' | 'tokens' | 'pattern'>): number {
  const weights = rowOf(pattern, query, tokens.length);
  return weights.indexOf(Math.max(...weights));
}
