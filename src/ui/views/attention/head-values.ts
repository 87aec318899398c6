// How one head's numbers lie in memory, and which of them are masked.
import type { Tensor } from '../../../workers/rpc/api/lab-api.ts';

/** One head over one prompt of T tokens. */
export interface HeadAttention {
  /** As on screen: `Michael`, `␣`, `⏎`. */
  readonly tokens: readonly string[];
  /** [T, T], query · key / √D, a row for each query; masked places hold the engine's stand-in for −∞. */
  readonly scores: Float32Array;
  /** [T, T], softmax of the scores, a row for each query. */
  readonly pattern: Float32Array;
}

/** The two stages of attention that make a grid. */
export type GridValues = 'scores' | 'pattern';

/** A query and a key by their positions in the prompt, counted from 0. */
export interface Cell {
  query: number;
  key: number;
}

/** Scores at or below this are masked: the engine writes -1e30 where mathematics has −∞. */
const MASKED_SCORE = -1e29;

/** One head of a `[H, T, T]` activation: T × T numbers, a row for each query, a column for each key. */
export function sliceHead(tensor: Tensor, head: number): Float32Array {
  const size = tensor.shape[1] * tensor.shape[2];
  return tensor.data.subarray(head * size, (head + 1) * size);
}

export function valueAt(headAttention: HeadAttention, show: GridValues, { query, key }: Cell): number {
  return headAttention[show][query * headAttention.tokens.length + key];
}

/**
 * Whether the causal mask struck a value out. Of weights, that is a 0 whose key comes after its query; any other 0 is
 * a head that looks elsewhere.
 */
export function isMasked(show: GridValues, value: number, { query, key }: Cell): boolean {
  return show === 'scores' ? value <= MASKED_SCORE : key > query && value === 0;
}

/** The key a query looks at most. */
export function strongestKey({ tokens, pattern }: HeadAttention, query: number): number {
  let best = 0;
  for (let key = 1; key < tokens.length; key++) {
    if (pattern[query * tokens.length + key] > pattern[query * tokens.length + best]) best = key;
  }
  return best;
}

/** What the largest dot stands for: a whole for weights, so that all heads share one range; else the largest score. */
export function gridExtent(headAttention: HeadAttention, show: GridValues): number {
  if (show === 'pattern') return 1;
  let extent = 0;
  for (const score of headAttention.scores)
    if (score > MASKED_SCORE) extent = Math.max(extent, Math.abs(score));
  return extent;
}
