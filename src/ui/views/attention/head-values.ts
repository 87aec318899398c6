// Scores and pattern of one attention head: memory layout and masking.
import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';

/** One head over one prompt of T tokens. */
export interface HeadAttention {
  /** Labels: `Michael`, `␣`, `⏎`. */
  readonly tokens: readonly string[];
  /** [T, T], query · key / √D, a row for each query; masked entries hold the engine's finite substitute for −∞. */
  readonly scores: Float32Array;
  /** [T, T], softmax of the scores, a row for each query. */
  readonly pattern: Float32Array;
}

/** Attention scores before softmax, or the pattern after it. */
export type GridValues = 'scores' | 'pattern';

/** Positions of a query and a key in the prompt, from 0. */
export interface Cell {
  query: number;
  key: number;
}

/** Scores at or below this are masked: the engine uses -1e30 for −∞. */
const MASKED_SCORE = -1e29;

/** One head of a `[H, T, T]` activation: T × T numbers, a row for each query, a column for each key. */
export function sliceHead(tensor: Tensor, head: number): Float32Array {
  const size = tensor.shape[1] * tensor.shape[2];
  return tensor.data.subarray(head * size, (head + 1) * size);
}

export function valueAt(headAttention: HeadAttention, show: GridValues, { query, key }: Cell): number {
  return headAttention[show][query * headAttention.tokens.length + key];
}

/** Whether the causal mask applies. In a pattern, a 0 is masked only if the key comes after the query. */
export function isMasked(show: GridValues, value: number, { query, key }: Cell): boolean {
  return show === 'scores' ? value <= MASKED_SCORE : key > query && value === 0;
}

/** The key with the largest attention weight. */
export function strongestKey({ tokens, pattern }: HeadAttention, query: number): number {
  let best = 0;
  for (let key = 1; key < tokens.length; key++) {
    if (pattern[query * tokens.length + key] > pattern[query * tokens.length + best]) best = key;
  }
  return best;
}

/**
 * The size of each score's dot, 0 to 1: by its distance from the largest score of its query, as softmax does, on one scale for all
 * queries. A very negative score is small, a masked one 0.
 *
 * @param scores [T, T], a row for each query
 */
export function scoreShares(scores: Float32Array, T: number): Float32Array {
  const ends = Array.from({ length: T }, (_, query) => {
    const seen = scores.subarray(query * T, (query + 1) * T).filter((score) => score > MASKED_SCORE);
    return [Math.min(...seen), Math.max(...seen)] as const;
  });
  const widest = Math.max(...ends.map(([least, most]) => most - least)) || 1;
  return scores.map((score, i) => Math.max(0, 1 - (ends[Math.floor(i / T)][1] - score) / widest));
}

/** The magnitude with the full colour: 1 for weights, so that all heads share one scale; the largest unmasked score otherwise. */
export function gridExtent(headAttention: HeadAttention, show: GridValues): number {
  if (show === 'pattern') return 1;
  let extent = 0;
  for (const score of headAttention.scores)
    if (score > MASKED_SCORE) extent = Math.max(extent, Math.abs(score));
  return extent;
}
