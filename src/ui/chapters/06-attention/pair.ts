// One query and one key of a head: their dot product taken apart, scaled, and what softmax makes of it.

import type { HeadChainReading } from '../../../workers/lab-api.ts';
import { rowOf } from './numbers.ts';

export interface Pair {
  readonly key: number;
  readonly q: Float32Array;
  readonly k: Float32Array;
  /** q · k, element by element. */
  readonly products: Float32Array;
  /** Their sum. */
  readonly sum: number;
  /** The sum over √D. */
  readonly scaled: number;
  /** As the network has it: 0 where the key comes after the query. */
  readonly weight: number;
  /** As it would be without the mask. */
  readonly leaking: number;
  readonly masked: boolean;
}

export function pairOf(chain: HeadChainReading, key: number): Pair {
  const { query } = chain;
  const T = chain.tokens.length;
  const D = chain.q.length / T;
  const [q, k] = [rowOf(chain.q, query, D), rowOf(chain.k, key, D)];
  const products = q.map((value, d) => value * k[d]);
  const sum = products.reduce((total, value) => total + value, 0);
  return {
    key,
    q,
    k,
    products,
    sum,
    scaled: chain.scores[query * T + key],
    weight: chain.pattern[query * T + key],
    leaking: chain.leaking[query * T + key],
    masked: key > query,
  };
}

/** The chosen query with every key, in the order of the text. */
export const pairsOf = (chain: HeadChainReading): Pair[] => chain.tokens.map((_, key) => pairOf(chain, key));

/** The key that the query looks at most. */
export function strongest({
  query,
  tokens,
  pattern,
}: Pick<HeadChainReading, 'query' | 'tokens' | 'pattern'>): number {
  const weights = rowOf(pattern, query, tokens.length);
  return weights.indexOf(Math.max(...weights));
}
